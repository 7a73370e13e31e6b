package dev.ristretto.run.vmm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A running instance that needs nobody: it goes on when the process that started it or attached to it ends. Nothing can be typed into its console.
 * Safe for use by several threads.
 */
public interface DetachedInstance {

    /** The process that is the instance. */
    ProcessIdentity identity();

    /** Why the guest's instructions are executed the way they are, in one line, if that is not the best way there is. */
    Optional<String> notice();

    /** Presses the power button: the application is asked to stop and its shutdown hooks run. Does not wait. */
    void requestStop();

    /** Ends the instance at once, as if power were cut. Does not wait. */
    void kill();

    /**
     * From now on the console is appended to another file; not a byte is lost.
     *
     * @throws IOException if the instance has ended or refuses
     */
    void switchConsole(Path file) throws IOException;

    /**
     * Asks for what the guest's kernel has counted. The guest does not notice.
     *
     * @return empty if it cannot be told: the guest has not come as far, is of an older kernel, has ended or talks nonsense; never fails,
     *     but a hypervisor that hangs may never answer
     */
    CompletableFuture<Optional<GuestCounters>> figures();

    /** Done when the instance has ended, for whatever reason; never fails. */
    CompletableFuture<Outcome> ended();
}
