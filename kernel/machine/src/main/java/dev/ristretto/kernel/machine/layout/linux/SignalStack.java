package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** stack_t. */
public final class SignalStack {
    private static final int ADDRESS = 0;
    private static final int FLAGS = 8;
    private static final int BYTES = 16;

    /** Bytes. */
    public static final int SIZE = 24;

    private SignalStack() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase stack, long address, long bytes) {
        Raw.putLong(stack, ADDRESS, address);
        Raw.putLong(stack, FLAGS, 0);
        Raw.putLong(stack, BYTES, bytes);
    }
}
