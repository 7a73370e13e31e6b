package dev.ristretto.tools.cli.terminal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one line for whoever ends a command by Ctrl-C or SIGTERM while it is at something: what has become of that. Of
 * several at a time the first counts, which began what the others are parts of.
 */
public final class Farewell implements AutoCloseable {

    private static final String ERASE_LINE = "\r\u001b[K";
    private static final AtomicReference<Farewell> CURRENT = new AtomicReference<>();
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private final Thread hook;

    private Farewell(TerminalStreams streams, String text) {
        this.hook = new Thread(() -> say(streams, text), "farewell");
    }

    /** From now on until it is closed it is said if this process is ended. */
    public static Farewell prepare(TerminalStreams streams, String text) {
        Farewell farewell = new Farewell(streams, text);
        try {
            if (CURRENT.compareAndSet(null, farewell)) {
                Runtime.getRuntime().addShutdownHook(farewell.hook);
            }
        } catch (IllegalStateException e) {
            // This process is being ended, and says so already.
        }
        return farewell;
    }

    /** Says it now, unless another one has been said. */
    public static void say(TerminalStreams streams, String text) {
        if (SAID.compareAndSet(false, true)) {
            if (streams.errorsAreTerminal()) {
                streams.trustedErrors().print(ERASE_LINE);
            }
            streams.errors().println("ristretto: " + text);
        }
    }

    /** Whether this process is being ended: what fails now, fails because of that. */
    public static boolean isEnding() {
        Thread nothing = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public void close() {
        if (CURRENT.compareAndSet(this, null)) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is just being said.
            }
        }
    }
}
