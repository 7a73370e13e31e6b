package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.UnmanagedMemoryUtil;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import org.graalvm.word.Pointer;
import org.graalvm.word.UnsignedWord;

/**
 * How arrays and objects are copied: {@code System.arraycopy}, {@code Unsafe.copyMemory} and the garbage collector end
 * here. The runtime's own loops move eight bytes at a time; {@link Cpu#copy} moves vectors, which no Java code of an
 * image can.
 */
@TargetClass(UnmanagedMemoryUtil.class)
final class Target_com_oracle_svm_core_UnmanagedMemoryUtil {
    private Target_com_oracle_svm_core_UnmanagedMemoryUtil() {}

    @Substitute
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void copy(Pointer from, Pointer to, UnsignedWord size) {
        long unused = Cpu.copy(to.rawValue(), from.rawValue(), size.rawValue());
    }

    @Substitute
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void copyForward(Pointer from, Pointer to, UnsignedWord size) {
        long unused = Cpu.copy(to.rawValue(), from.rawValue(), size.rawValue());
    }

    @Substitute
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void copyBackward(Pointer from, Pointer to, UnsignedWord size) {
        long unused = Cpu.copy(to.rawValue(), from.rawValue(), size.rawValue());
    }

    @Substitute
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void copyLongsForward(Pointer from, Pointer to, UnsignedWord size) {
        long unused = Cpu.copy(to.rawValue(), from.rawValue(), size.rawValue());
    }

    @Substitute
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void copyLongsBackward(Pointer from, Pointer to, UnsignedWord size) {
        long unused = Cpu.copy(to.rawValue(), from.rawValue(), size.rawValue());
    }
}
