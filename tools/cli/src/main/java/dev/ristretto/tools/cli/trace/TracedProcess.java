package dev.ristretto.tools.cli.trace;

import dev.ristretto.build.application.Application;
import dev.ristretto.build.application.OpenedPackages;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.StandardStreams;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** An application on this program's own JDK, with the tracing agent; environment and streams are this process's. */
final class TracedProcess {

    /** How long an application may take to stop when nobody can ask a second time. */
    private static final long GRACE_SECONDS = 10;

    private final Path agent;
    private final Application application;
    private final OpenedPackages opened;
    private final List<String> properties;
    private final PrintStream errors;

    /** @param properties of the system, {@code KEY=VALUE} */
    TracedProcess(
            Path agent, Application application, OpenedPackages opened, List<String> properties, PrintStream errors) {
        this.agent = agent;
        this.application = application;
        this.opened = opened;
        this.properties = properties;
        this.errors = errors;
    }

    /**
     * Runs it to its end. Signals for this process are for the application meanwhile.
     *
     * @param found where the agent writes what it finds
     * @return its exit status, 128 and the number of a signal if that has ended it
     */
    int run(List<String> arguments, Path found) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agent + "=" + found));
        command.addAll(opened.arguments());
        properties.forEach(property -> command.add("-D" + property));
        command.add("-cp");
        command.add(
                application.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(application.mainClass());
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new Failure("Cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
        Map<Signal, SignalHandler> before = hand(process);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        } finally {
            before.forEach(Signal::handle);
        }
    }

    private Map<Signal, SignalHandler> hand(Process process) {
        AtomicInteger interrupts = new AtomicInteger();
        Map<Signal, SignalHandler> before = new HashMap<>();
        Signal interrupt = new Signal("INT");
        before.put(interrupt, Signal.handle(interrupt, unused -> interrupt(process, interrupts.incrementAndGet())));
        for (String name : List.of("TERM", "HUP")) {
            Signal signal = new Signal(name);
            before.put(signal, Signal.handle(signal, unused -> terminate(process)));
        }
        return before;
    }

    /** The terminal's key reaches the application as well; without a terminal it is told that it shall end. */
    private void interrupt(Process process, int times) {
        if (times > 1) {
            process.destroyForcibly();
            return;
        }
        errors.println("ristretto: asked the application to stop; Ctrl-C again kills it");
        if (!StandardStreams.inputIsTerminal()) {
            process.destroy();
        }
    }

    private static void terminate(Process process) {
        process.destroy();
        Thread.ofPlatform().daemon().name("grace").start(() -> {
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
