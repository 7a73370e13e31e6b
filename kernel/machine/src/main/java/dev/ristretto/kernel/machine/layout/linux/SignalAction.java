package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct sigaction as the kernel of Linux reads it. */
public final class SignalAction {
    private static final int HANDLER = 0;
    private static final int FLAGS = 8;
    private static final int RESTORER = 16;
    private static final int MASK = 24;

    /** Bytes. */
    public static final int SIZE = 32;

    /** Bytes of the C library's form, which begins with the handler too. */
    public static final int LIBRARY_SIZE = 152;

    private SignalAction() {}

    /** @param mask signals that are blocked while the handler runs, a bit each */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase action, long handler, long flags, long restorer, long mask) {
        Raw.putLong(action, HANDLER, handler);
        Raw.putLong(action, FLAGS, flags);
        Raw.putLong(action, RESTORER, restorer);
        Raw.putLong(action, MASK, mask);
    }
}
