package dev.ristretto.kernel.machine.layout.linux;

import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawStructure;

/** A pthread_mutex_t: who waits, and the thread that holds it. All-zero is a free one. */
@RawStructure
public interface MutexPointer extends WaitQueuePointer {
    /** Null while it is free. */
    @RawField
    ThreadPointer getOwner();

    @RawField
    void setOwner(ThreadPointer value);
}
