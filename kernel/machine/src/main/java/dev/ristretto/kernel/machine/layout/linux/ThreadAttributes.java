package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** pthread_attr_t. */
public final class ThreadAttributes {
    private static final int STACK_SIZE = 8;
    private static final int GUARD_SIZE = 16;
    private static final int STACK_BASE = 24;

    /** Bytes. */
    public static final int SIZE = 56;

    private ThreadAttributes() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long stackSize(PointerBase attributes) {
        return Raw.getLong(attributes, STACK_SIZE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackSize(PointerBase attributes, long value) {
        Raw.putLong(attributes, STACK_SIZE, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long guardSize(PointerBase attributes) {
        return Raw.getLong(attributes, GUARD_SIZE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long stackBase(PointerBase attributes) {
        return Raw.getLong(attributes, STACK_BASE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackBase(PointerBase attributes, long value) {
        Raw.putLong(attributes, STACK_BASE, value);
    }
}
