package dev.ristretto.run.vmm.process;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.Report;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.child.ChannelListener;
import dev.ristretto.run.vmm.child.GuestReport;
import dev.ristretto.run.vmm.child.Lifeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * One process that executes an image, and the process of passt that gives it a network.
 *
 * <p>The instance connects to passt first and to our report channel then; after that no file is needed any more.
 */
final class ProcessInstance implements Instance {

    private static final int SIGNALLED = 128;

    private final Process process;
    private final Optional<String> notice;
    private final CompletableFuture<Optional<Outcome>> report = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile boolean killed;

    private ProcessInstance(Process process, Optional<String> notice) {
        this.process = process;
        this.notice = notice;
    }

    /** Where the instance's network is. */
    interface Network {
        /** Has somebody listen at {@code socket}, or will soon; empty if there is no network. */
        Optional<Process> start(Path socket) throws IOException;
    }

    /**
     * Starts the image and waits until it has what it needs of us.
     *
     * @param program executes the image; its environment is replaced
     * @param commandLine gives the kernel command line from the tokens that say where to connect
     * @throws HypervisorException if it ends before
     */
    static ProcessInstance start(
            ProcessBuilder program, Network network, Function<String, String> commandLine, Optional<String> notice) {
        try {
            Path folder = Files.createTempDirectory("ristretto");
            Path socket = folder.resolve("network");
            try (ChannelListener reports = ChannelListener.open(folder.resolve("report"))) {
                Optional<Process> helper = network.start(socket);
                String tokens = (helper.isPresent() ? CommandLine.NETWORK + socket + " " : "") + CommandLine.REPORT + reports.path();
                program.environment().clear();
                program.environment().put(CommandLine.PROCESS_VARIABLE, commandLine.apply(tokens));
                ProcessInstance instance = new ProcessInstance(Lifeline.start(program, "instance"), notice);
                instance.connect(reports, helper);
                return instance;
            } finally {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new HypervisorException("The process cannot be started: " + e.getMessage(), e);
        }
    }

    private void connect(ChannelListener reports, Optional<Process> helper) throws IOException {
        Thread killer = new Thread(this::stopNow);
        Runtime.getRuntime().addShutdownHook(killer);
        process.onExit().thenRun(reports::release).thenRun(() -> removeHook(killer));
        // Without its network the instance would wait for it in vain.
        helper.ifPresent(passt -> passt.onExit().thenRun(this::stopNow));
        SocketChannel channel = reports.accept();
        Thread.ofPlatform().daemon().name("guest-report").start(() -> report.complete(read(channel)));
        if (helper.isPresent() && !helper.get().isAlive() && report.join().isEmpty()) {
            String words = new String(helper.get().getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            throw new HypervisorException("passt ended: " + lastLine(words)
                    + "\nRun without network by taking passt off the PATH, or as a virtual machine: --as vm");
        }
        process.onExit().thenRun(() -> outcome.complete(judge()));
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending already.
        }
    }

    private static String lastLine(String words) {
        return words.isEmpty() ? "it said nothing" : words.lines().toList().getLast();
    }

    private static Optional<Outcome> read(SocketChannel channel) {
        try (Reader reader = Channels.newReader(channel, StandardCharsets.US_ASCII)) {
            return GuestReport.read(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Outcome judge() {
        Optional<Outcome> told = report.join();
        if (told.isPresent()) {
            return told.get();
        }
        if (killed) {
            return new Outcome.Killed();
        }
        int status = process.exitValue();
        if (status == Report.PANIC_STATUS) {
            return new Outcome.Panicked("");
        }
        return new Outcome.Died(
                status > SIGNALLED
                        ? "signal " + (status - SIGNALLED) + " ended the process"
                        : "the process ended with status " + status);
    }

    @Override
    public InputStream consoleOutput() {
        return process.getInputStream();
    }

    @Override
    public OutputStream consoleInput() {
        return process.getOutputStream();
    }

    @Override
    public void endConsoleInput() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public Optional<String> notice() {
        return notice;
    }

    @Override
    public String status() {
        return process.isAlive() ? "running" : "ended";
    }

    /** SIGTERM, which the kernel takes for its power button. */
    @Override
    public void requestStop() {
        process.toHandle().destroy();
    }

    @Override
    public void kill() {
        killed = true;
        stopNow();
    }

    /** Through the handle, because the process's own method closes the console and what was not read from it yet would be lost. */
    private void stopNow() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public Outcome await() throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
