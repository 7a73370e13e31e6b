package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/** A list of threads: the runnable ones, or who waits for one thing. All-zero is an empty one. */
@RawStructure
public interface WaitQueuePointer extends PointerBase {
    /** The thread that waits longest, null if none does. */
    @RawField
    ThreadPointer getHead();

    @RawField
    void setHead(ThreadPointer value);

    @RawField
    ThreadPointer getTail();

    @RawField
    void setTail(ThreadPointer value);
}
