package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CFunction;

/**
 * How an interrupt reaches the thread that does its work: {@link #SIZE} zeroed bytes that a handler marks and one thread
 * waits for. A mark that comes before the wait is not lost.
 */
public final class Event {
    public static final int SIZE = 32;

    private static final int MARKED = 0;
    private static final int WOKEN = 8;
    private static final int WAITERS = 16;

    private Event() {}

    /** Marks the event and lets its waiter run as soon as the interrupt is over. Called with interrupts off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void mark(long event) {
        long flags = Scheduler.lock();
        Raw.putLong(event, MARKED, 1);
        Scheduler.wakeUrgently(event + WAITERS);
        Scheduler.unlock(flags);
    }

    @CEntryPoint(name = "trap_event", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void markEntry(long event) {
        mark(event);
    }

    /** Lets the current or next wait return although nothing was marked. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void wake(long event) {
        long flags = Scheduler.lock();
        Raw.putLong(event, WOKEN, 1);
        Scheduler.wakeOne(event + WAITERS);
        Scheduler.unlock(flags);
    }

    /** Waits, as native code for the collector, for a mark or a wake or the deadline; 1 if there was a mark, else 0. */
    @CFunction("event_await")
    public static native int await(long event, long deadline);

    @CEntryPoint(name = "event_await", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int awaitEntry(long event, long deadline) {
        long flags = Scheduler.lock();
        while (Raw.getLong(event, MARKED) == 0
                && Raw.getLong(event, WOKEN) == 0
                && Scheduler.block(event + WAITERS, deadline)) {
            continue;
        }
        int marked = (int) Raw.getLong(event, MARKED);
        Raw.putLong(event, MARKED, 0);
        Raw.putLong(event, WOKEN, 0);
        Scheduler.unlock(flags);
        return marked;
    }
}
