package dev.ristretto.kernel.filesystem.block;

import org.jspecify.annotations.Nullable;

/** A device of blocks did not do what it was asked. */
public final class BlockFault extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Cause {
        /** The medium, or the way to it, failed. */
        MEDIUM,
        /** There are no such blocks. */
        OUT_OF_RANGE,
        /** The device cannot be written to. */
        READ_ONLY,
        /** What backs the device has no space left. */
        NO_SPACE,
        /** The device is not there any more. */
        GONE
    }

    private final Cause reason;
    private final long position;

    /**
     * A failure at {@code position}, in bytes from the start of the device; -1 if no place is known, as for a flush.
     *
     * @param cause what the device's own layers said, if they said something
     */
    public BlockFault(Cause reason, long position, @Nullable Throwable cause) {
        super(text(reason, position, cause), cause);
        this.reason = reason;
        this.position = position;
    }

    /** Why. */
    public Cause reason() {
        return reason;
    }

    /** Where, in bytes from the start of the device; -1 if no place is known. */
    public long position() {
        return position;
    }

    private static String text(Cause reason, long position, @Nullable Throwable cause) {
        String place = position < 0 ? "" : " at byte " + position;
        return "device failed" + place + ": " + reason + (cause == null ? "" : ": " + cause.getMessage());
    }
}
