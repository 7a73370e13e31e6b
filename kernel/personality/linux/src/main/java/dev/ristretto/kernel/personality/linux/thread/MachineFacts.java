package dev.ristretto.kernel.personality.linux.thread;

/** What programs may know of the instance. Safe for use by several threads. */
public interface MachineFacts {
    /** Its name in the network. */
    String hostName();

    /** How many bytes of memory it has. */
    long memory();

    /** How many of them programs can still get. */
    long freeMemory();

    /** How many processors it has. */
    int processors();

    /** Fills an array with bytes that nobody can guess; never waits. */
    void fillRandom(byte[] target);
}
