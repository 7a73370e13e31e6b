package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * How one instance is controlled, from before it is started. Of an attached instance the launcher calls {@link
 * #prepare}, starts it, calls {@link #connect} once, and {@link #close} when that is done; of a detached one it calls
 * {@link #identify} after the start and {@link #converse} again and again. All else may be called by any thread at any
 * time.
 */
public interface Control extends AutoCloseable {

    int END_OF_TRANSMISSION = 4;

    /** Attached: listens where the instance will connect. */
    default void prepare() throws IOException {}

    /**
     * Attached: waits until the instance can be controlled.
     *
     * @throws IOException if it ends before
     */
    default void connect() throws IOException, InterruptedException {}

    /** Attached: the instance has ended; nobody needs to wait for it to connect. */
    default void release() {}

    /** Attached: stops listening. */
    @Override
    default void close() throws IOException {}

    /** Detached: the process that is the instance, of the one that was started; empty if it has ended. */
    default Optional<ProcessIdentity> identify(Process started) throws InterruptedException {
        return ProcessIdentity.of(started.pid());
    }

    /**
     * Detached: tells {@code ready} when the instance can be controlled, and returns when that is over or at once if it
     * cannot be, yet or any more.
     */
    void converse(Runnable ready) throws InterruptedException;

    /** Presses the power button, as soon as that is possible. */
    void requestStop(ProcessHandle instance);

    /** The instance's state while it runs, in one word. */
    default String status() {
        return "running";
    }

    /**
     * Attached: says that no more input will come over the console, usually by the byte that a terminal sends for that
     * (ASCII EOT).
     */
    default void endConsoleInput(OutputStream console) throws IOException {
        console.write(END_OF_TRANSMISSION);
        console.flush();
    }

    /** See {@link dev.ristretto.run.vmm.Instance#switchConsole}. */
    void switchConsole(Path file) throws IOException;

    /** See {@link dev.ristretto.run.vmm.Instance#counters}. */
    default CompletableFuture<Optional<GuestCounters>> counters() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * How an instance ended of which the guest has reported nothing.
     *
     * @param status exit status of the process; empty if whoever asks is not its parent
     * @param errors what it wrote to standard error
     */
    Outcome judge(OptionalInt status, String errors);
}
