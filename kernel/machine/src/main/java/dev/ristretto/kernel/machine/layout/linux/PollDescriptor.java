package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct pollfd. */
public final class PollDescriptor {

    /** What may be waited for, a bit each. */
    public static final int READABLE = 1;

    public static final int WRITABLE = 4;

    private static final int DESCRIPTOR = 0;
    private static final int EVENTS = 4;

    /** Bytes. */
    public static final int SIZE = 8;

    private PollDescriptor() {}

    /** Says what to wait for; nothing has come yet. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase poll, int descriptor, int events) {
        Raw.putInt(poll, DESCRIPTOR, descriptor);
        Raw.putInt(poll, EVENTS, events);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int descriptor(PointerBase poll) {
        return Raw.getInt(poll, DESCRIPTOR);
    }

    /** Whether something has come: the upper half of the second word. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean isReady(PointerBase poll) {
        return Raw.getInt(poll, EVENTS) >>> 16 != 0;
    }
}
