package dev.ristretto.run.vmm.launch;

import dev.ristretto.kernel.network.trace.PcapngWriter;
import dev.ristretto.run.host.Command;
import dev.ristretto.run.vmm.HypervisorException;
import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Writes what passes an instance's network card into a file, frame by frame as it comes. Whoever makes the network
 * writes pcap into a pipe; this makes pcapng of it, with the name of the interface.
 */
final class Capture {

    private static final String INTERFACE = "eth0";

    /** Segments that cards cut are as long as an IP packet can be. */
    private static final int LONGEST_FRAME = 65_535 + 64;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path pipe;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Capture(Path pipe) {
        this.pipe = pipe;
    }

    /**
     * Makes the pipe and begins to read it.
     *
     * @throws HypervisorException if the file cannot be written
     */
    static Capture start(Path pipe, Path file) throws IOException {
        OutputStream output;
        try {
            output = Files.newOutputStream(file);
        } catch (IOException e) {
            throw new HypervisorException(
                    "the capture cannot be written to " + file + ": " + e + "\nName a file in a folder of yours", e);
        }
        Command.Result made = Command.run(List.of("mkfifo", "-m", "600", pipe.toString()), PATIENCE);
        if (made.status() != 0) {
            output.close();
            throw new IOException("no pipe for the capture: " + made.output());
        }
        Capture capture = new Capture(pipe);
        Thread.ofPlatform().daemon().name("capture").start(() -> capture.run(output));
        return capture;
    }

    private void run(OutputStream output) {
        try (output;
                InputStream input = new BufferedInputStream(Files.newInputStream(pipe))) {
            opened.complete(null);
            // Each block at once: whoever looks at the file sees all frames so far.
            PcapngWriter writer = new PcapngWriter(INTERFACE, 0, LONGEST_FRAME, block -> write(output, block));
            PcapReader reader = new PcapReader(input);
            for (Optional<PcapReader.Captured> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                writer.packet(frame.get().bytes(), frame.get().nanos());
            }
            done.complete(null);
        } catch (IOException | UncheckedIOException e) {
            done.completeExceptionally(e);
        }
    }

    private static void write(OutputStream output, ByteBuffer block) {
        try {
            output.write(block.array(), block.arrayOffset() + block.position(), block.remaining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until somebody has the pipe open for writing, which is when its name may go: passt lets instances connect
     * first, and would find no pipe but make a file.
     *
     * @throws HypervisorException if nobody opens it
     */
    void awaitWriter() {
        try {
            opened.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new HypervisorException("Nobody writes down what passes the network card, so nothing is captured", e);
        }
    }

    /** Waits until everything is written, once the instance is gone. */
    void finish() {
        // Without a word if it failed: the instance has run all the same, and the file says how far it came.
        done.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null)
                .join();
    }

    /** Gives up before anybody has written: opening the pipe for writing lets its reader go on, to the end. */
    void abandon() {
        try {
            new FileOutputStream(pipe.toFile()).close();
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
    }
}
