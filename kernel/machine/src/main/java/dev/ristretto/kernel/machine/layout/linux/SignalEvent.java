package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct sigevent of a timer whose signal is for one thread (SIGEV_THREAD_ID). */
public final class SignalEvent {
    private static final int SIGNAL = 8;
    private static final int NOTIFY = 12;
    private static final int THREAD = 16;
    private static final int TO_THREAD = 4;

    /** Bytes. */
    public static final int SIZE = 64;

    private SignalEvent() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void set(PointerBase event, int signal, int thread) {
        for (int offset = 0; offset < SIZE; offset += Long.BYTES) {
            Raw.putLong(event, offset, 0);
        }
        Raw.putInt(event, SIGNAL, signal);
        Raw.putInt(event, NOTIFY, TO_THREAD);
        Raw.putInt(event, THREAD, thread);
    }
}
