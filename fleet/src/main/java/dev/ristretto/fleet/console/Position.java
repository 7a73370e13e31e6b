package dev.ristretto.fleet.console;

/**
 * A place in what an instance has written.
 *
 * @param file number of the console file
 * @param offset bytes from its beginning
 */
public record Position(int file, long offset) {

    /** Before everything. */
    public static final Position START = new Position(0, 0);
}
