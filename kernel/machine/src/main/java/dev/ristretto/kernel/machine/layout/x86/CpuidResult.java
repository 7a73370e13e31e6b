package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** What CPUID leaves in EAX, EBX, ECX, EDX. */
public final class CpuidResult {

    public static final int EAX = 0;
    public static final int EBX = 4;
    public static final int ECX = 8;
    public static final int EDX = 12;

    /** Bytes. */
    public static final int SIZE = 16;

    private CpuidResult() {}

    /** One of the registers. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int get(PointerBase result, int register) {
        return Raw.getInt(result, register);
    }
}
