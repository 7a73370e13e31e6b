package dev.ristretto.run.vmm;

import dev.ristretto.run.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A running image. A detached one needs nobody: it goes on when the process that started it or attached to it ends, and
 * nothing can be typed into its console. An {@link AttachedInstance} has its console with whoever started it. Safe for
 * use by several threads.
 */
public interface Instance {

    /** The process that is the instance. */
    ProcessIdentity identity();

    /**
     * Why the guest's instructions are executed the way they are, in one line, if that is not the best way there is.
     */
    Optional<String> notice();

    /** Its state in the hypervisor's own word, such as {@code running}; {@code ended} once it is gone. */
    default String status() {
        return ended().isDone() ? "ended" : "running";
    }

    /** Presses the power button: the application is asked to stop and its shutdown hooks run. Does not wait. */
    void requestStop();

    /** Ends the instance at once, as if power were cut. Does not wait. */
    void kill();

    /**
     * From now on the console is appended to another file; not a byte is lost. Needs {@link Capability#CONSOLE_SWITCH}.
     *
     * @throws IOException if the instance has ended or refuses
     */
    void switchConsole(Path file) throws IOException;

    /**
     * Asks for what the guest's kernel has counted. The guest does not notice. Needs {@link Capability#COUNTERS}.
     *
     * @return empty if it cannot be told: the guest has not come as far, is of an older kernel, has ended or talks
     *     nonsense; never fails, but a hypervisor that hangs may never answer
     */
    CompletableFuture<Optional<GuestCounters>> counters();

    /** Done when the instance has ended, for whatever reason; never fails. */
    CompletableFuture<Outcome> ended();

    /** Waits until the instance has ended, for whatever reason. */
    default Outcome await() throws InterruptedException {
        try {
            return ended().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
