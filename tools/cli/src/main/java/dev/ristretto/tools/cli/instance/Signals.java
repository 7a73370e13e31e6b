package dev.ristretto.tools.cli.instance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Connects the signals of this process with an instance in the foreground; those that come while it is being started
 * wait for it.
 */
final class Signals {

    private static final List<String> TERMINATING = List.of("TERM", "HUP");
    private static final int SIGNALLED = 128;

    private final CompletableFuture<InstanceSession> session = new CompletableFuture<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final IntConsumer exit;

    /** @param exit ends this process with a status, and what it has started with it */
    Signals(IntConsumer exit) {
        this.exit = exit;
    }

    /** From now on the interrupt key and termination signals are for the session. */
    void take() {
        Signal.handle(new Signal("INT"), signal -> interrupt(signal.getNumber()));
        for (String name : TERMINATING) {
            Signal.handle(new Signal(name), signal -> terminate(signal.getNumber()));
        }
        // In the background of a terminal, reading fails instead of stopping this process.
        Signal.handle(new Signal("TTIN"), SignalHandler.SIG_IGN);
    }

    /** Gives the session its signals, also those that have come already. */
    void deliverTo(InstanceSession started) {
        session.complete(started);
    }

    /** The first one waits for the session; one more, while there is still nobody to ask, gives up. */
    void interrupt(int signal) {
        if (interrupted.getAndSet(true) && !session.isDone()) {
            exit.accept(SIGNALLED + signal);
        }
        session.thenAccept(instance -> instance.interrupt(signal));
    }

    void terminate(int signal) {
        session.thenAccept(instance -> instance.terminate(signal));
    }
}
