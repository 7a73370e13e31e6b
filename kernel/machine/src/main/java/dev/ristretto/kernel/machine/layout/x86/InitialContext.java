package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** What context_switch pops for a thread that has never run: six registers, the return address, alignment. */
public final class InitialContext {
    private static final int R12 = 3 * 8;
    private static final int RBX = 4 * 8;
    private static final int RETURN_ADDRESS = 6 * 8;

    /** Bytes. */
    public static final int SIZE = 8 * 8;

    private InitialContext() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setR12(PointerBase frame, long value) {
        Raw.putLong(frame, R12, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setRbx(PointerBase frame, long value) {
        Raw.putLong(frame, RBX, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setReturnAddress(PointerBase frame, long value) {
        Raw.putLong(frame, RETURN_ADDRESS, value);
    }
}
