package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import org.graalvm.word.WordFactory;

/** pthread_cond_t: the clock of timed waits, and who waits. All-zero is one that uses the wall clock. */
public final class ConditionBlock {
    private static final int CLOCK = 0;
    private static final int WAITERS = 8;

    /** Bytes. */
    public static final int SIZE = 48;

    private ConditionBlock() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int clock(ConditionPointer condition) {
        return Raw.getInt(condition, CLOCK);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setClock(ConditionPointer condition, int value) {
        Raw.putInt(condition, CLOCK, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static WaitQueuePointer waiters(ConditionPointer condition) {
        return WordFactory.pointer(condition.rawValue() + WAITERS);
    }
}
