package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.kernel.machine.runtime.PowerButton;
import dev.ristretto.kernel.posix.SignalTable;
import dev.ristretto.kernel.posix.SignalTable.Action;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The signals of the process that an instance is: the power button raises one, and the application may. Numbers stand
 * for what a signal does as in {@code jdk.internal.misc.Signal}: 0 for the default, 1 for nothing, 2 for a handler in
 * Java.
 */
final class ProcessSignals {
    private static final long UNKNOWN = -1;

    private static final Action[] ACTIONS = Action.values();

    private static final SignalTable SIGNALS = new SignalTable(ProcessSignals::end);

    private static final int BUS = 7;
    private static final int SEGMENT = 11;
    private static final int PIPE = 13;
    private static final int FILE_SIZE = 25;

    /** What a JVM adds to the signal that ends it, for its exit status. */
    private static final int STATUS = 128;

    /** The signals of which the application has said what they do, a bit each. */
    private static final AtomicLong SET = new AtomicLong();

    /** The signal that ends the instance, 0 as long as none does. */
    private static volatile int ending;

    static {
        for (int ignored : new int[] {BUS, SEGMENT, PIPE, FILE_SIZE}) {
            Action unused = SIGNALS.setAction(ignored, Action.IGNORE);
        }
    }

    private ProcessSignals() {}

    /** Starts the thread that runs the application's shutdown hooks and exits when the instance is to end. */
    static void start() {
        Thread unused = Thread.ofPlatform().daemon().name("power-button").start(ProcessSignals::watch);
    }

    private static void watch() {
        while (ending == 0) {
            PowerButton.await();
            if (ending == 0) {
                SIGNALS.raiseEnd();
            }
        }
        System.exit(STATUS + ending);
    }

    private static void end(int signal) {
        ending = signal;
        PowerButton.press();
    }

    /** Whether the application has said what a signal does. */
    static boolean isSet(int signal) {
        return (SET.get() & 1L << signal) != 0;
    }

    static void raise(int signal) {
        if (SignalTable.isSignal(signal)) {
            SIGNALS.raise(signal);
        }
    }

    /**
     * Sets what a signal does.
     *
     * @return what it did; -1 if it is none, or one that the runtime keeps for itself
     */
    static long handle(int signal, long action) {
        if (!SignalTable.isSignal(signal) || signal == BUS || signal == SEGMENT) {
            return UNKNOWN;
        }
        boolean asksToEnd =
                signal == SignalTable.HANGUP || signal == SignalTable.INTERRUPT || signal == SignalTable.TERMINATE;
        if (asksToEnd && SIGNALS.action(signal) == Action.IGNORE) {
            return Action.IGNORE.ordinal();
        }
        long unused = SET.updateAndGet(set -> set | 1L << signal);
        SIGNALS.setHandler(Target_jdk_internal_misc_Signal::dispatch);
        boolean known = action >= 0 && action < ACTIONS.length;
        return SIGNALS.setAction(signal, known ? ACTIONS[(int) action] : Action.IGNORE)
                .ordinal();
    }
}
