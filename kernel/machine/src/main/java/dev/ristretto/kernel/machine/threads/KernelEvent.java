package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.EventBlock;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CFunction;

/**
 * How an interrupt reaches the thread that does its work: a handler marks an event, which one thread
 * waits for. A mark that comes before the wait is not lost.
 */
public final class KernelEvent {
    private KernelEvent() {}

    /** Marks the event and lets its waiter run as soon as the interrupt is over. Called with interrupts off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void mark(EventPointer event) {
        long flags = Scheduler.lock();
        EventBlock.setMarked(event, 1);
        Scheduler.wakeUrgently(EventBlock.waiters(event));
        Scheduler.unlock(flags);
    }

    @CEntryPoint(name = "trap_event", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void markEntry(EventPointer event) {
        mark(event);
    }

    /** Lets the current or next wait return although nothing was marked. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void wake(EventPointer event) {
        long flags = Scheduler.lock();
        EventBlock.setWoken(event, 1);
        Scheduler.wakeOne(EventBlock.waiters(event));
        Scheduler.unlock(flags);
    }

    /** Waits, as native code for the collector, for a mark or a wake or the deadline; 1 if there was a mark, else 0. */
    @CFunction("event_await")
    public static native int await(EventPointer event, long deadline);

    @CEntryPoint(name = "event_await", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int awaitEntry(EventPointer event, long deadline) {
        return awaitInNative(event, deadline);
    }

    /** The same, for callers whom the collector takes for native code already. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int awaitInNative(EventPointer event, long deadline) {
        long flags = Scheduler.lock();
        while (EventBlock.marked(event) == 0
                && EventBlock.woken(event) == 0
                && Scheduler.block(EventBlock.waiters(event), deadline)) {
            continue;
        }
        int marked = (int) EventBlock.marked(event);
        EventBlock.setMarked(event, 0);
        EventBlock.setWoken(event, 0);
        Scheduler.unlock(flags);
        return marked;
    }
}
