package dev.ristretto.kernel.filesystem.block;

/** One block in memory. Guarded by whoever owns the cache. */
public final class CachedBlock {
    private final long number;
    private final byte[] bytes;
    private long purpose;
    private boolean pinned;
    private boolean held;

    CachedBlock(long number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Which block of the device it is. */
    public long number() {
        return number;
    }

    /** What is in it; only who has said so to the journal may change that. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * For what somebody has found it well-formed since it was read, by the number that user has for it; 0 if nobody.
     */
    public long purpose() {
        return purpose;
    }

    /** Remembers that it is well-formed for a purpose. */
    public void setPurpose(long value) {
        purpose = value;
    }

    boolean held() {
        return held;
    }

    void setHeld() {
        held = true;
    }

    boolean pinned() {
        return pinned;
    }

    void setPinned(boolean value) {
        pinned = value;
    }
}
