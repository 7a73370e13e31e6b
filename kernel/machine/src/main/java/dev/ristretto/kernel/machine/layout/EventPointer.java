package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;

/** What an interrupt marks, and the thread that waits for it; all-zero is one that is not marked. */
@RawStructure
public interface EventPointer extends WaitQueuePointer {
    @RawField
    long getMarked();

    @RawField
    void setMarked(long value);

    /** Not zero when a wait is to return although nothing was marked. */
    @RawField
    long getWoken();

    @RawField
    void setWoken(long value);
}
