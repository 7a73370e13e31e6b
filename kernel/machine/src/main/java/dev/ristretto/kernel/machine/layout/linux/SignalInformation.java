package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** siginfo_t. */
public final class SignalInformation {
    private static final int CODE = 8;
    private static final int CALL_NUMBER = 24;

    private SignalInformation() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int code(PointerBase information) {
        return Raw.getInt(information, CODE);
    }

    /** The system call that a filter has trapped. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int callNumber(PointerBase information) {
        return Raw.getInt(information, CALL_NUMBER);
    }
}
