package dev.ristretto.tools.cli.instance;

import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.StandardStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An instance in the foreground: its console is connected to the standard streams, signals ask it to stop, and its end
 * becomes an exit status.
 */
final class InstanceSession {

    /** How long an application may take to stop when nobody can ask a second time. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int BUFFER = 16 * 1024;
    private static final long BACKGROUND_PAUSE_MILLIS = 500;
    private static final int SIGKILL = 9;
    private static final int SIGPIPE = 13;

    private final AttachedInstance instance;
    private final InputStream input;
    private final OutputStream output;
    private final OutputStream guestErrors;
    private final PrintStream errors;
    private final AtomicInteger killedBy = new AtomicInteger();
    private final AtomicInteger interrupts = new AtomicInteger();

    /**
     * A session.
     *
     * @param guestErrors gets what the instance writes to standard error, if it keeps that apart
     * @param errors for words of our own
     */
    InstanceSession(
            AttachedInstance instance,
            InputStream input,
            OutputStream output,
            OutputStream guestErrors,
            PrintStream errors) {
        this.instance = instance;
        this.input = input;
        this.output = output;
        this.guestErrors = guestErrors;
        this.errors = errors;
    }

    /** Relays the console until the instance ends; returns the exit status for this process. */
    int run() throws InterruptedException {
        Thread.ofPlatform().daemon().name("console-input").start(this::relayInput);
        List<Thread> relays = new ArrayList<>();
        MissingMetadata inOutput = new MissingMetadata();
        MissingMetadata inErrors = new MissingMetadata();
        relays.add(start(
                "console-output", () -> relay(instance.consoleOutput(), output, inOutput, () -> terminate(SIGPIPE))));
        instance.consoleErrors()
                .ifPresent(stream ->
                        relays.add(start("console-errors", () -> relay(stream, guestErrors, inErrors, () -> {}))));
        Outcome outcome = instance.await();
        for (Thread relay : relays) {
            relay.join();
        }
        if (outcome instanceof Outcome.Exited exited
                && exited.status() != 0
                && exited.status() < ExitStatus.SIGNAL_BASE) {
            inErrors.sign().or(inOutput::sign).ifPresent(this::adviseToTrace);
        }
        return status(outcome);
    }

    private void adviseToTrace(String sign) {
        errors.println(
                "ristretto: the image may lack what only reflection names: " + sign + "\n"
                        + "If it works with java, 'ristretto trace PATH -- ARGUMENTS' finds all that is missing; then build again");
    }

    private static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    /** The terminal's interrupt key: the first press asks the application to stop, the second kills the instance. */
    void interrupt(int signal) {
        if (interrupts.incrementAndGet() == 1) {
            errors.println("ristretto: asked the application to stop; Ctrl-C again kills it");
            instance.requestStop();
        } else {
            kill(signal);
        }
    }

    /** A signal that comes once only: the application is asked to stop and killed if it takes too long. */
    void terminate(int signal) {
        instance.requestStop();
        Thread.ofPlatform().daemon().name("grace").start(() -> {
            try {
                Thread.sleep(GRACE);
                kill(signal);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void kill(int signal) {
        killedBy.compareAndSet(0, signal);
        instance.kill();
    }

    private static void relay(
            InputStream stream, OutputStream target, MissingMetadata missing, Runnable whenNobodyReads) {
        byte[] buffer = new byte[BUFFER];
        boolean open = true;
        try (InputStream console = stream) {
            int count;
            while ((count = console.read(buffer)) >= 0) {
                missing.look(buffer, count);
                // Goes on reading when nobody listens any more, so that the guest can end in order.
                if (open && !write(target, buffer, count)) {
                    open = false;
                    whenNobodyReads.run();
                }
            }
        } catch (IOException e) {
            // The console ended with the instance.
        }
    }

    private static boolean write(OutputStream target, byte[] buffer, int count) {
        try {
            target.write(buffer, 0, count);
            target.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void relayInput() {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream console = instance.consoleInput()) {
            while (true) {
                int count = readInput(buffer);
                if (count < 0) {
                    instance.endConsoleInput();
                    return;
                }
                console.write(buffer, 0, count);
                console.flush();
            }
        } catch (IOException e) {
            // The console ended with the instance.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A process in the background of a terminal gets an error instead of input (SIGTTIN is ignored); it may come to the
     * foreground later.
     */
    private int readInput(byte[] buffer) throws IOException, InterruptedException {
        while (true) {
            try {
                return input.read(buffer);
            } catch (IOException e) {
                if (!StandardStreams.inputIsTerminal()) {
                    throw e;
                }
                Thread.sleep(BACKGROUND_PAUSE_MILLIS);
            }
        }
    }

    private int status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited exited -> exited.status();
            case Outcome.Panicked panicked -> ExitStatus.PANIC;
            case Outcome.Killed killed -> ExitStatus.SIGNAL_BASE + (killedBy.get() == 0 ? SIGKILL : killedBy.get());
            case Outcome.Died died -> {
                errors.println("ristretto: the instance ended unexpectedly: " + died.detail());
                yield ExitStatus.LOST;
            }
        };
    }
}
