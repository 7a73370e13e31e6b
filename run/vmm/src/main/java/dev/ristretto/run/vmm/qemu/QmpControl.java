package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.launch.ChannelListener;
import dev.ristretto.run.vmm.launch.Control;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Controls a QEMU process by QMP. One that is attached connects to a socket of ours; one that is detached serves its
 * own, to one client after another.
 */
final class QmpControl implements Control {

    private static final int SECONDS_FOR_AN_ANSWER = 5;

    private final InstanceChannels channels;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable ChannelListener listener;
    private volatile @Nullable QmpClient client;
    private volatile String shutdownReason = "";
    private volatile @Nullable CounterReader counters;

    QmpControl(InstanceChannels channels) {
        this.channels = channels;
    }

    @Override
    public void prepare() throws IOException {
        listener = ChannelListener.open(channels.control());
    }

    @Override
    public void connect() throws IOException, InterruptedException {
        if (listener == null) {
            throw new IllegalStateException("nobody listens");
        }
        try {
            begin(QmpClient.open(listener.accept(), this::accept));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void begin(QmpClient fresh) throws InterruptedException, ExecutionException {
        fresh.ready().get();
        client = fresh;
        ready.complete(null);
    }

    @Override
    public void release() {
        if (listener != null) {
            listener.release();
        }
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    @Override
    public void converse(Runnable whenReady) throws InterruptedException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(channels.control()));
            QmpClient fresh = QmpClient.open(channel, this::accept, Thread.ofVirtual());
            begin(fresh);
            whenReady.run();
            fresh.closed().get();
        } catch (IOException | ExecutionException e) {
            // It will be tried again for as long as QEMU lives.
        }
    }

    private void accept(QmpClient.Event event) {
        if (event.name().equals("SHUTDOWN")) {
            shutdownReason = event.data().path("reason").asText();
        }
    }

    @Override
    public void requestStop(ProcessHandle instance) {
        ready.thenRun(() -> {
            QmpClient known = client;
            if (known != null) {
                known.execute("system_powerdown");
            }
        });
    }

    @Override
    public String status() {
        QmpClient known = client;
        if (known == null) {
            return "unknown";
        }
        try {
            return known.execute("query-status")
                    .get(SECONDS_FOR_AN_ANSWER, TimeUnit.SECONDS)
                    .path("status")
                    .asText();
        } catch (ExecutionException | TimeoutException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    /** QMP, {@code chardev-change}: the device gets another backend, and everything before is in the old one's file. */
    @Override
    public void switchConsole(Path file) throws IOException {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("id", CharacterDevices.CONSOLE);
        arguments
                .putObject("backend")
                .put("type", "file")
                .putObject("data")
                .put("out", file.toString())
                .put("append", true);
        try {
            ready.thenCompose(connected -> change(arguments)).get(SECONDS_FOR_AN_ANSWER, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("QEMU does not change its console: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private CompletableFuture<?> change(ObjectNode arguments) {
        QmpClient known = client;
        return known == null
                ? CompletableFuture.failedFuture(new IOException("it does not listen"))
                : known.execute("chardev-change", arguments);
    }

    /** Where they are, the report tells, of which only a detached instance keeps what it has said. */
    @Override
    public CompletableFuture<Optional<GuestCounters>> counters() {
        QmpClient known = client;
        CounterReader memory = counters;
        if (memory == null && channels instanceof InstanceChannels.Detached detached) {
            counters = memory = CounterReader.ofReport(detached.report()).orElse(null);
        }
        if (known == null || memory == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return memory.read(known).exceptionally(refused -> Optional.empty());
    }

    @Override
    public Outcome judge(OptionalInt status, String errors) {
        String end = "QEMU ended" + (status.isPresent() ? " with status " + status.getAsInt() : "");
        return new Outcome.Died(QemuWords.explain(end, shutdownReason, errors));
    }
}
