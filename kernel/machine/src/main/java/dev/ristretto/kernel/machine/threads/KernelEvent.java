package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
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
        event.setMarked(1);
        Scheduler.wakeUrgently(event);
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
        event.setWoken(1);
        Scheduler.wakeOne(event);
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
        while (event.getMarked() == 0 && event.getWoken() == 0 && Scheduler.block(event, deadline)) {
            continue;
        }
        int marked = (int) event.getMarked();
        event.setMarked(0);
        event.setWoken(0);
        Scheduler.unlock(flags);
        return marked;
    }
}
