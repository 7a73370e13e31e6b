package dev.ristretto.kernel.posix;

/** Bits of readiness as poll(2) and epoll(7) have them on Linux; the two agree on these five. */
public final class PollEvents {
    /** There is something to read: data, an end of file or a connection to accept. */
    public static final int IN = 0x1;

    /** A write would not block. */
    public static final int OUT = 0x4;

    /** An error is pending; reported whether asked for or not. */
    public static final int ERR = 0x8;

    /** Both directions are closed; reported whether asked for or not. */
    public static final int HUP = 0x10;

    /** The descriptor is not open; the answer of poll(2) only. */
    public static final int NVAL = 0x20;

    /** The peer will send no more. */
    public static final int RDHUP = 0x2000;

    private PollEvents() {}
}
