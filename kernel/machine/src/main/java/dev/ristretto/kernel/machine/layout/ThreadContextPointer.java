package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** What the assembly reads of a thread. */
@RawStructure
public interface ThreadContextPointer extends PointerBase {
    /** Where a thread that does not run has its stack pointer. */
    @RawField
    long getStackPointer();

    @RawField
    void setStackPointer(long value);
}
