package dev.ristretto.run.vmm.qemu;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One QEMU process.
 *
 * <p>QEMU connects to two Unix sockets of ours, one for control and one for the guest's report. Both are removed from the file system as soon
 * as the connections stand, so nothing is left behind however the two processes end. A thread of its own starts the process and waits for it,
 * because the process is killed when that thread ends.
 */
final class QemuInstance implements Instance {

    private static final int SECONDS_FOR_STATUS = 5;

    private final Process process;
    private final Optional<String> notice;
    private final CompletableFuture<Optional<Outcome>> report = new CompletableFuture<>();
    private final CompletableFuture<String> errors = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile @Nullable QmpClient control;
    private volatile boolean killed;
    private volatile String shutdownReason = "";

    private QemuInstance(Process process, Optional<String> notice) {
        this.process = process;
        this.notice = notice;
    }

    /**
     * Starts QEMU and waits until its machine is set up.
     *
     * @param command gives the command from the paths of the control and the report socket
     * @throws HypervisorException if QEMU ends before, with what it says
     */
    static QemuInstance start(BiFunction<Path, Path, List<String>> command, Optional<String> notice) {
        try {
            Path folder = Files.createTempDirectory("ristretto");
            try (ChannelListener controls = ChannelListener.open(folder.resolve("control"));
                    ChannelListener reports = ChannelListener.open(folder.resolve("report"))) {
                ProcessBuilder builder = new ProcessBuilder(command.apply(controls.path(), reports.path()));
                QemuInstance instance = new QemuInstance(Lifeline.start(builder, "qemu"), notice);
                instance.connect(controls, reports);
                return instance;
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new HypervisorException("QEMU cannot be started: " + e.getMessage(), e);
        }
    }

    /** Number of the QEMU process. */
    long processId() {
        return process.pid();
    }

    private void connect(ChannelListener controls, ChannelListener reports) {
        Thread.ofPlatform().daemon().name("qemu-errors").start(() -> errors.complete(readErrors()));
        CompletableFuture<?> ended = process.onExit().thenRun(() -> {
            controls.release();
            reports.release();
        });
        // QEMU does not outlive a normal end of this process even where the lifeline is missing.
        Thread killer = new Thread(this::powerOff);
        Runtime.getRuntime().addShutdownHook(killer);
        ended.thenRun(() -> removeHook(killer));
        try {
            SocketChannel controlChannel = controls.accept();
            SocketChannel reportChannel = reports.accept();
            Thread.ofPlatform().daemon().name("guest-report").start(() -> report.complete(readReport(reportChannel)));
            QmpClient client = QmpClient.open(controlChannel, this::accept);
            control = client;
            client.ready().get();
        } catch (IOException e) {
            report.complete(Optional.empty());
            failUnlessGuestRan();
        } catch (ExecutionException e) {
            failUnlessGuestRan();
        } catch (InterruptedException e) {
            powerOff();
            Thread.currentThread().interrupt();
            throw new HypervisorException("Interrupted while QEMU was starting", e);
        }
        process.onExit().thenRun(() -> outcome.complete(judge()));
    }

    /** A guest that runs for a few milliseconds only may be gone before the control connection was set up; QEMU is silent then. */
    private void failUnlessGuestRan() {
        powerOff();
        String words = errors.join();
        if (!words.isEmpty() && report.join().isEmpty()) {
            throw new HypervisorException("QEMU did not start: " + QemuWords.last(words));
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending already.
        }
    }

    private String readErrors() {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<Outcome> readReport(SocketChannel channel) {
        try (Reader reader = Channels.newReader(channel, StandardCharsets.US_ASCII)) {
            return GuestReport.read(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void accept(QmpClient.Event event) {
        if (event.name().equals("SHUTDOWN")) {
            shutdownReason = event.data().path("reason").asText();
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
        return new Outcome.Died(
                QemuWords.explain("QEMU ended with status " + process.exitValue(), shutdownReason, errors.join()));
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
    public Optional<String> notice() {
        return notice;
    }

    @Override
    public String status() {
        QmpClient client = control;
        if (client == null || !process.isAlive()) {
            return "ended";
        }
        try {
            return client.execute("query-status")
                    .get(SECONDS_FOR_STATUS, TimeUnit.SECONDS)
                    .path("status")
                    .asText();
        } catch (ExecutionException | TimeoutException e) {
            return process.isAlive() ? "unknown" : "ended";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    @Override
    public void requestStop() {
        QmpClient client = control;
        if (client != null) {
            client.execute("system_powerdown");
        }
    }

    @Override
    public void kill() {
        killed = true;
        powerOff();
    }

    /** Through the handle, because the process's own method closes the console and what was not read from it yet would be lost. */
    private void powerOff() {
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
