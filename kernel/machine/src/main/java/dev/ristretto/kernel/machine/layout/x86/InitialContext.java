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
    public static void set(PointerBase frame, long r12, long rbx, long returnAddress) {
        Raw.putLong(frame, R12, r12);
        Raw.putLong(frame, RBX, rbx);
        Raw.putLong(frame, RETURN_ADDRESS, returnAddress);
    }
}
