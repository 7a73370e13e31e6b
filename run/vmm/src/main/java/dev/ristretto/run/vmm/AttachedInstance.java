package dev.ristretto.run.vmm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * An instance whose console belongs to the process that started it, and which does not outlive that process. Safe for
 * use by several threads.
 */
public interface AttachedInstance extends Instance {

    /**
     * What the guest writes to its console, unbuffered, from the first byte; ends when the instance ends. Read it, or
     * the guest stalls.
     */
    InputStream consoleOutput();

    /**
     * What the guest writes to standard error, in the same way, if it was asked to be kept apart; else it is part of
     * the console.
     */
    Optional<InputStream> consoleErrors();

    /** What the guest reads from its console. Writing blocks while the guest does not read. */
    OutputStream consoleInput();

    /** Tells the guest that no more input will come. */
    void endConsoleInput() throws IOException;
}
