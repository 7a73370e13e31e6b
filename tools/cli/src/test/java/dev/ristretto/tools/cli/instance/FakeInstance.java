package dev.ristretto.tools.cli.instance;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** An instance without a virtual machine: the test says what it prints and how it ends. */
final class FakeInstance implements AttachedInstance {

    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    final ByteArrayOutputStream input = new ByteArrayOutputStream();
    final CountDownLatch inputEnded = new CountDownLatch(1);
    final CountDownLatch stopRequested = new CountDownLatch(1);

    Optional<InputStream> consoleErrors = Optional.empty();

    private final InputStream output;

    FakeInstance(String output) {
        this.output = new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream consoleOutput() {
        return output;
    }

    @Override
    public Optional<InputStream> consoleErrors() {
        return consoleErrors;
    }

    @Override
    public OutputStream consoleInput() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                input.write(b);
            }

            @Override
            public void close() {
                inputEnded.countDown();
            }
        };
    }

    @Override
    public void endConsoleInput() {
        input.write(4);
    }

    @Override
    public ProcessIdentity identity() {
        return new ProcessIdentity(1, 0, "");
    }

    @Override
    public void switchConsole(Path file) {
        throw new AssertionError("it has one console");
    }

    @Override
    public CompletableFuture<Optional<GuestCounters>> counters() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public Optional<String> notice() {
        return Optional.empty();
    }

    @Override
    public void requestStop() {
        stopRequested.countDown();
    }

    @Override
    public void kill() {
        outcome.complete(new Outcome.Killed());
    }

    @Override
    public CompletableFuture<Outcome> ended() {
        return outcome.copy();
    }
}
