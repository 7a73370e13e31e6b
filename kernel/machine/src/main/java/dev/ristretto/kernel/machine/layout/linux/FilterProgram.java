package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct sock_fprog: how many instructions, and where. */
public final class FilterProgram {
    private static final int LENGTH = 0;
    private static final int INSTRUCTIONS = 8;

    /** Bytes. */
    public static final int SIZE = 16;

    private FilterProgram() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase program, long length, PointerBase instructions) {
        Raw.putLong(program, LENGTH, length);
        Raw.putLong(program, INSTRUCTIONS, instructions.rawValue());
    }
}
