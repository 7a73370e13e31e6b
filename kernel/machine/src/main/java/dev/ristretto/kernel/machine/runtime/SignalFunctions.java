package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.EventBlock;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.layout.linux.SignalAction;
import dev.ristretto.kernel.machine.threads.KernelEvent;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/**
 * Signals, as far as an instance knows them: the power button raises one, and the application may. One that Java code
 * handles is left to the runtime's dispatcher, a thread of its own; one that nobody handles ends the instance, as far
 * as it does so by default. None ever interrupts a thread. Source: sigaction(2), signal(7); cSunMiscSignal is what
 * SubstrateVM asks a C library of its own for.
 */
final class SignalFunctions {
    private static final long DEFAULT = 0;
    private static final long IGNORE = 1;

    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int SIGCHLD = 17;
    private static final int SIGCONT = 18;
    private static final int SIGURG = 23;
    private static final int SIGWINCH = 28;
    private static final int SIGNALS = 64;

    private static final int RUNTIME_SIGNAL_SET = 128;

    /** What each signal does: {@link #DEFAULT}, {@link #IGNORE} or {@link #dispatcher}. */
    private static final CGlobalData<Pointer> ACTIONS = CGlobalDataFactory.createBytes(() -> SIGNALS * Variable.SIZE);

    /** Signals for the dispatcher, a bit each; its address stands for the handler that leaves them to it. */
    private static final CGlobalData<Pointer> PENDING = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    private static final CGlobalData<EventPointer> ARRIVED = CGlobalDataFactory.createBytes(() -> EventBlock.SIZE);

    private SignalFunctions() {}

    /**
     * Raises what the power button stands for: TERM; if only one of INT and HUP is handled, that, since a terminal's
     * wish that the program end comes this way too.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void raiseEnd() {
        int signal = SIGTERM;
        if (action(SIGTERM) == DEFAULT) {
            if (action(SIGINT) == dispatcher()) {
                signal = SIGINT;
            } else if (action(SIGHUP) == dispatcher()) {
                signal = SIGHUP;
            }
        }
        deliver(signal);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void deliver(int signal) {
        long action = action(signal);
        if (action == dispatcher()) {
            long flags = Scheduler.lock();
            Variable.set(PENDING.get(), Variable.get(PENDING.get()) | 1L << signal);
            Scheduler.unlock(flags);
            KernelEvent.mark(ARRIVED.get());
        } else if (action == DEFAULT && endsByDefault(signal)) {
            PowerButton.end(signal);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean endsByDefault(int signal) {
        return signal != SIGCHLD && signal != SIGCONT && signal != SIGURG && signal != SIGWINCH;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long action(int signal) {
        return WordArray.get(ACTIONS.get().rawValue(), signal);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long dispatcher() {
        return PENDING.get().rawValue();
    }

    /** Of handlers other than the runtime's dispatcher nothing is ever called. */
    @CEntryPoint(name = "sigaction", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int sigaction(int signal, PointerBase action, PointerBase old) {
        if (signal <= 0 || signal >= SIGNALS) {
            LibcErrno.set(ErrorNumbers.EINVAL);
            return -1;
        }
        if (old.isNonNull()) {
            Cpu.fill(old.rawValue(), 0, SignalAction.LIBRARY_SIZE);
            SignalAction.setHandler(old, action(signal));
        }
        if (action.isNonNull()) {
            WordArray.set(ACTIONS.get().rawValue(), signal, SignalAction.handler(action));
        }
        return 0;
    }

    @CEntryPoint(name = "raise", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int raise(int signal) {
        if (signal <= 0 || signal >= SIGNALS) {
            LibcErrno.set(ErrorNumbers.EINVAL);
            return -1;
        }
        deliver(signal);
        return 0;
    }

    @CEntryPoint(name = "sigemptyset", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int sigemptyset(long set) {
        Cpu.fill(set, 0, RUNTIME_SIGNAL_SET);
        return 0;
    }

    /** Nothing is ever blocked, so that sets need no members. */
    @CEntryPoint(name = "sigaddset", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int sigaddset(long set, int signal) {
        return 0;
    }

    @CEntryPoint(name = "sigprocmask", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int sigprocmask(int how, long set, long old) {
        if (old != 0) {
            Cpu.fill(old, 0, RUNTIME_SIGNAL_SET);
        }
        return 0;
    }

    @CEntryPoint(name = "cSunMiscSignal_open", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int open() {
        return 0;
    }

    @CEntryPoint(name = "cSunMiscSignal_close", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int close() {
        return 0;
    }

    /** Waits until a signal is pending, or the runtime wants its dispatcher to look up. */
    @CEntryPoint(name = "cSunMiscSignal_awaitSemaphore", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int await() {
        if (Variable.get(PENDING.get()) == 0) {
            KernelEvent.awaitInNative(ARRIVED.get(), KernelClock.NEVER);
        }
        return 0;
    }

    @CEntryPoint(name = "cSunMiscSignal_signalSemaphore", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int wake() {
        KernelEvent.mark(ARRIVED.get());
        return 0;
    }

    @CEntryPoint(name = "cSunMiscSignal_signalRangeCheck", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int isSignal(int signal) {
        return signal > 0 && signal < SIGNALS ? 1 : 0;
    }

    /** Takes the pending signal with the smallest number; -1 if there is none. */
    @CEntryPoint(name = "cSunMiscSignal_checkPendingSignal", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int take() {
        long flags = Scheduler.lock();
        long pending = Variable.get(PENDING.get());
        int signal = pending == 0 ? -1 : Long.numberOfTrailingZeros(pending);
        Variable.set(PENDING.get(), pending & (pending - 1));
        Scheduler.unlock(flags);
        return signal;
    }

    @CEntryPoint(name = "cSunMiscSignal_signalHandlerFunctionPointer", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static PointerBase handler() {
        return WordFactory.pointer(dispatcher());
    }
}
