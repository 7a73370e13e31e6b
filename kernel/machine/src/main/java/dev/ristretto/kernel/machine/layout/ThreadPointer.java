package dev.ristretto.kernel.machine.layout;

import org.graalvm.nativeimage.c.struct.RawField;
import org.graalvm.nativeimage.c.struct.RawFieldAddress;
import org.graalvm.nativeimage.c.struct.RawStructure;
import org.graalvm.word.PointerBase;

/**
 * A kernel thread, in the C heap; also its pthread_t. What lies behind the fields {@link ThreadBlock} finds. The
 * scheduler's lock guards all but what never changes.
 */
@RawStructure
public interface ThreadPointer extends ThreadContextPointer {
    int RUNNABLE = 0;
    int BLOCKED = 1;
    int ENDED = 2;

    /** {@link #RUNNABLE}, {@link #BLOCKED} or {@link #ENDED}. */
    @RawField
    long getState();

    @RawField
    void setState(long value);

    /** The next thread in the run queue or in a wait queue. */
    @RawField
    ThreadPointer getNext();

    @RawField
    void setNext(ThreadPointer value);

    @RawField
    ThreadPointer getPrevious();

    @RawField
    void setPrevious(ThreadPointer value);

    /** The queue this thread is linked into, null if none. */
    @RawField
    WaitQueuePointer getQueue();

    @RawField
    void setQueue(WaitQueuePointer value);

    /** Not zero when its last wait ended by time. */
    @RawField
    long getTimedOut();

    @RawField
    void setTimedOut(long value);

    @RawField
    long getResult();

    @RawField
    void setResult(long value);

    @RawField
    long getStackBase();

    @RawField
    void setStackBase(long value);

    @RawField
    long getStackSize();

    @RawField
    void setStackSize(long value);

    @RawField
    long getId();

    @RawField
    void setId(long value);

    /** How long it has run until it was switched from, in nanoseconds. */
    @RawField
    long getProcessorTime();

    @RawField
    void setProcessorTime(long value);

    /** The C library's errno. */
    @RawField
    long getErrno();

    @RawField
    void setErrno(long value);

    /** Where C code finds that, in the lower half. */
    @RawFieldAddress
    PointerBase addressOfErrno();
}
