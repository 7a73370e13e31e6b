package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** pthread_condattr_t: the clock of timed waits. */
public final class ConditionAttributes {
    private static final int CLOCK = 0;

    private ConditionAttributes() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int clock(PointerBase attributes) {
        return Raw.getInt(attributes, CLOCK);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setClock(PointerBase attributes, int value) {
        Raw.putInt(attributes, CLOCK, value);
    }
}
