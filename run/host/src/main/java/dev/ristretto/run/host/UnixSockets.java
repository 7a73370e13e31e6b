package dev.ristretto.run.host;

/** What Linux asks of Unix sockets. */
public final class UnixSockets {
    /** Bytes of the longest path: sun_path of unix(7), without the terminating zero. */
    public static final int LONGEST_PATH = 107;

    private UnixSockets() {}
}
