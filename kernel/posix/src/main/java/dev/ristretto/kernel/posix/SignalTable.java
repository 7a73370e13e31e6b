package dev.ristretto.kernel.posix;

import java.util.Arrays;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the signals of a process do: one that is handled is told to a handler, one that is neither handled nor ignored
 * ends the process, as far as it does so by default. None ever interrupts a thread. Source: sigaction(2), signal(7).
 *
 * <p>Safe for use by several threads. Handler and end are called by whoever raises a signal, without a lock.
 */
public final class SignalTable {
    /** A terminal has gone. */
    public static final int HANGUP = 1;

    /** A terminal's wish that the program end. */
    public static final int INTERRUPT = 2;

    /** The wish that the program end. */
    public static final int TERMINATE = 15;

    private static final int CHILD = 17;
    private static final int CONTINUE = 18;
    private static final int URGENT = 23;
    private static final int WINDOW = 28;

    private static final Set<Integer> HARMLESS = Set.of(CHILD, CONTINUE, URGENT, WINDOW);

    /** Numbers are smaller than this. */
    private static final int SIGNALS = 64;

    /** What a signal does. */
    public enum Action {
        DEFAULT,
        IGNORE,
        HANDLE
    }

    private final Action[] actions = new Action[SIGNALS];
    private final Object lock = new Object();
    private final IntConsumer end;
    private @Nullable IntConsumer handler;

    /** @param end ends the process by a signal */
    public SignalTable(IntConsumer end) {
        this.end = end;
        Arrays.fill(actions, Action.DEFAULT);
    }

    /** Whether a number is one of a signal. */
    public static boolean isSignal(int signal) {
        return signal > 0 && signal < SIGNALS;
    }

    /** Who is told of signals that are handled. */
    public void setHandler(IntConsumer handler) {
        synchronized (lock) {
            this.handler = handler;
        }
    }

    /** What a signal does; {@code signal} is one. */
    public Action action(int signal) {
        synchronized (lock) {
            return actions[signal];
        }
    }

    /** Sets what a signal does; {@code signal} is one. Returns what it did. */
    public Action setAction(int signal, Action action) {
        synchronized (lock) {
            Action old = actions[signal];
            actions[signal] = action;
            return old;
        }
    }

    /** Raises a signal; {@code signal} is one. */
    public void raise(int signal) {
        Action action;
        IntConsumer told;
        synchronized (lock) {
            action = actions[signal];
            told = handler;
        }
        if (action == Action.HANDLE && told != null) {
            told.accept(signal);
        } else if (action == Action.DEFAULT && !HARMLESS.contains(signal)) {
            end.accept(signal);
        }
    }

    /**
     * Raises what a wish that the process end stands for: TERM; if only one of INT and HUP is handled, that, since a
     * terminal's wish comes this way too.
     */
    public void raiseEnd() {
        int signal = TERMINATE;
        if (action(TERMINATE) == Action.DEFAULT) {
            if (action(INTERRUPT) == Action.HANDLE) {
                signal = INTERRUPT;
            } else if (action(HANGUP) == Action.HANDLE) {
                signal = HANGUP;
            }
        }
        raise(signal);
    }
}
