package dev.ristretto.cli;

import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Connects the signals of this process with an instance in the foreground. */
final class Signals {

    private static final List<String> TERMINATING = List.of("TERM", "HUP");

    private Signals() {}

    /** From now on the interrupt key and termination signals go to the session. */
    static void connect(InstanceSession session) {
        Signal.handle(new Signal("INT"), signal -> session.interrupt(signal.getNumber()));
        for (String name : TERMINATING) {
            Signal.handle(new Signal(name), signal -> session.terminate(signal.getNumber()));
        }
        // In the background of a terminal, reading fails instead of stopping this process.
        Signal.handle(new Signal("TTIN"), SignalHandler.SIG_IGN);
    }
}
