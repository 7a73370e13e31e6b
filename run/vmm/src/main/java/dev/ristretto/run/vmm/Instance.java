package dev.ristretto.run.vmm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A running virtual machine or process. Safe for use by several threads. It does not outlive the process that started it. */
public interface Instance {

    int END_OF_TRANSMISSION = 4;

    /** What the guest writes to its console, unbuffered, from the first byte; ends when the instance ends. Read it, or the guest stalls. */
    InputStream consoleOutput();

    /** What the guest reads from its console. Writing blocks while the guest does not read. */
    OutputStream consoleInput();

    /** Tells the guest that no more input will come: with the byte that a terminal sends for that (ASCII EOT). */
    default void endConsoleInput() throws IOException {
        consoleInput().write(END_OF_TRANSMISSION);
        consoleInput().flush();
    }

    /** Why the guest's instructions are executed the way they are, in one line, if that is not the best way there is. */
    Optional<String> notice();

    /** State of the virtual machine in the hypervisor's own word, such as {@code running}; {@code ended} once it is gone. */
    String status();

    /** Presses the power button: the application is asked to stop and its shutdown hooks run. Does not wait. */
    void requestStop();

    /** Ends the virtual machine at once, as if power were cut. Does not wait. */
    void kill();

    /** Waits until the instance has ended, for whatever reason. */
    Outcome await() throws InterruptedException;
}
