package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.run.vmm.DetachedInstance;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.InstancePlace;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.ProcessIdentity;
import dev.ristretto.run.vmm.child.GuestReport;
import dev.ristretto.run.vmm.child.Lifeline;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A QEMU process that serves its own control socket and writes console and report to files.
 *
 * <p>A virtual thread keeps a control connection for as long as QEMU lives; the connection's end is how an end is noticed at once, whoever is
 * QEMU's parent. That it has really ended, its identity tells.
 */
final class DetachedQemuInstance implements DetachedInstance {

    private static final int SECONDS_FOR_AN_ANSWER = 5;
    private static final int FIRST_PAUSE_MILLIS = 2;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private final ProcessIdentity identity;
    private final InstancePlace place;
    private final Optional<String> notice;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private volatile @Nullable QmpClient control;
    private volatile boolean killed;
    private volatile String shutdownReason = "";
    private volatile @Nullable CounterReader figures;

    private DetachedQemuInstance(ProcessIdentity identity, InstancePlace place, Optional<String> notice) {
        this.identity = identity;
        this.place = place;
        this.notice = notice;
    }

    /**
     * Starts QEMU and waits until its machine is set up.
     *
     * @param patience how long that may take
     * @throws HypervisorException if QEMU ends before, with what it says, or takes too long; nothing runs then
     */
    static DetachedQemuInstance start(
            List<String> command, InstancePlace place, Optional<String> notice, Duration patience) {
        try {
            Files.deleteIfExists(place.control());
            Files.deleteIfExists(place.report());
            Process process = Lifeline.startDetached(new ProcessBuilder(command)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(place.errors().toFile()));
            Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
            if (identity.isEmpty()) {
                throw refused(place);
            }
            DetachedQemuInstance instance = new DetachedQemuInstance(identity.get(), place, notice);
            instance.watch();
            instance.awaitReady(patience);
            return instance;
        } catch (IOException e) {
            throw new HypervisorException("QEMU cannot be started: " + e.getMessage(), e);
        }
    }

    /** Takes over a QEMU process that runs. */
    static DetachedQemuInstance attach(ProcessIdentity identity, InstancePlace place) {
        DetachedQemuInstance instance = new DetachedQemuInstance(identity, place, Optional.empty());
        instance.watch();
        return instance;
    }

    /** A guest that runs for a few milliseconds only may be gone before anybody connected; QEMU is silent then. */
    private void awaitReady(Duration patience) {
        try {
            CompletableFuture.anyOf(ready, ended).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            identity.kill();
            Thread.currentThread().interrupt();
            throw new HypervisorException("Interrupted while QEMU was starting", e);
        } catch (TimeoutException e) {
            identity.kill();
            throw new HypervisorException(
                    "QEMU was not ready after " + patience.toSeconds() + " s and was killed: "
                            + QemuWords.last(errors(place)) + "\nStart it again when this computer is less busy",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (ended.isDone() && report(place).isEmpty() && !errors(place).isBlank()) {
            throw refused(place);
        }
    }

    private static HypervisorException refused(InstancePlace place) {
        return new HypervisorException("QEMU did not start: " + QemuWords.last(errors(place)));
    }

    private void watch() {
        Thread.ofVirtual().name("qemu " + identity.pid()).start(() -> {
            try {
                int pause = FIRST_PAUSE_MILLIS;
                while (identity.isAlive()) {
                    converse();
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                finish();
            }
        });
    }

    /** Stays until QEMU ends the conversation; returns at once if it does not listen, yet or any more. */
    private void converse() throws InterruptedException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(place.control()));
            QmpClient client = QmpClient.open(channel, this::accept, Thread.ofVirtual());
            client.ready().get();
            control = client;
            ready.complete(null);
            client.closed().get();
        } catch (IOException | ExecutionException e) {
            // It will be tried again for as long as QEMU lives.
        }
    }

    private void accept(QmpClient.Event event) {
        if (event.name().equals("SHUTDOWN")) {
            shutdownReason = event.data().path("reason").asText();
        }
    }

    private void finish() {
        try {
            Files.deleteIfExists(place.control());
        } catch (IOException e) {
            // QEMU removes its socket itself unless it is killed; the next start removes what is left.
        }
        Outcome outcome = outcome(place, shutdownReason);
        ended.complete(killed && outcome instanceof Outcome.Died ? new Outcome.Killed() : outcome);
    }

    /** How the instance in a place ended, by what it left behind. */
    static Outcome outcome(InstancePlace place, String shutdownReason) {
        return report(place)
                .orElseGet(() -> new Outcome.Died(QemuWords.explain("QEMU ended", shutdownReason, errors(place))));
    }

    private static Optional<Outcome> report(InstancePlace place) {
        try (Reader reader = new InputStreamReader(Files.newInputStream(place.report()), StandardCharsets.US_ASCII)) {
            return GuestReport.read(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String errors(InstancePlace place) {
        try {
            return new String(Files.readAllBytes(place.errors()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public ProcessIdentity identity() {
        return identity;
    }

    @Override
    public Optional<String> notice() {
        return notice;
    }

    @Override
    public void requestStop() {
        ready.thenRun(() -> {
            QmpClient client = control;
            if (client != null) {
                client.execute("system_powerdown");
            }
        });
    }

    @Override
    public void kill() {
        killed = true;
        identity.kill();
    }

    /** QMP, {@code chardev-change}: the device gets another backend, and everything before is in the old one's file. */
    @Override
    public void switchConsole(Path file) throws IOException {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("id", QemuChannels.CONSOLE);
        arguments
                .putObject("backend")
                .put("type", "file")
                .putObject("data")
                .put("out", file.toString())
                .put("append", true);
        try {
            ready.thenCompose(connected -> Objects.requireNonNull(control).execute("chardev-change", arguments))
                    .get(SECONDS_FOR_AN_ANSWER, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("QEMU does not change its console: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    public CompletableFuture<Optional<GuestCounters>> figures() {
        QmpClient client = control;
        CounterReader memory = figures;
        if (memory == null) {
            figures = memory = CounterReader.ofReport(place.report()).orElse(null);
        }
        if (client == null || memory == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return memory.read(client).exceptionally(refused -> Optional.empty());
    }

    @Override
    public CompletableFuture<Outcome> ended() {
        return ended.copy();
    }
}
