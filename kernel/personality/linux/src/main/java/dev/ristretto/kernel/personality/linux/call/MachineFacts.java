package dev.ristretto.kernel.personality.linux.call;

/** What programs may know of the instance. Safe for use by several threads. */
public interface MachineFacts {
    /** Its name in the network. */
    String hostName();

    /** How many bytes of memory it has. */
    long memory();

    /** How many of them programs can still get. */
    long freeMemory();

    /** The release of Linux that uname(2) tells. */
    String release();

    /** How many processors it has, 1 or more. */
    int processors();

    /** The number of the one that runs the caller, from 0 on. */
    int currentProcessor();

    /** Returns once each processor that runs a program has seen what the caller had written, and written its own. */
    void synchronizeProcessors();

    /** Fills an array with bytes that nobody can guess; never waits. */
    void fillRandom(byte[] target);
}
