package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import org.graalvm.word.WordFactory;

/** pthread_mutex_t: the thread that holds it, and who waits. All-zero is a free one. */
public final class MutexBlock {
    private static final int OWNER = 0;
    private static final int WAITERS = 8;

    /** Bytes. */
    public static final int SIZE = 40;

    private MutexBlock() {}

    /** Null while it is free. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static ThreadPointer owner(MutexPointer mutex) {
        return WordFactory.pointer(Raw.getLong(mutex, OWNER));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setOwner(MutexPointer mutex, ThreadPointer value) {
        Raw.putLong(mutex, OWNER, value.rawValue());
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static WaitQueuePointer waiters(MutexPointer mutex) {
        return WordFactory.pointer(mutex.rawValue() + WAITERS);
    }
}
