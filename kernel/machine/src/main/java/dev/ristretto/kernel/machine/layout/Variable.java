package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.Pointer;

/** A variable of the kernel: eight zeroed bytes that are there before the Java heap. */
public final class Variable {

    /** Bytes. */
    public static final int SIZE = 8;

    private Variable() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long get(Pointer variable) {
        return Raw.getLong(variable, 0);
    }

    /** Sets it if it is what is expected, in one step as all processors see it; false if it is not. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean compareAndSet(Pointer variable, long expected, long value) {
        return Raw.compareAndSetLong(variable, expected, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(Pointer variable, long value) {
        Raw.putLong(variable, 0, value);
    }

    /** Also for results that C functions write where their caller says. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(long variable, long value) {
        Raw.putLong(variable, 0, value);
    }
}
