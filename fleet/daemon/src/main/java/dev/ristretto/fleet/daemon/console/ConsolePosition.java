package dev.ristretto.fleet.daemon.console;

/**
 * A place in what an instance has written.
 *
 * @param file number of the console file
 * @param offset bytes from its beginning
 */
public record ConsolePosition(int file, long offset) {

    /** Before everything. */
    public static final ConsolePosition START = new ConsolePosition(0, 0);
}
