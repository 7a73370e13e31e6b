package dev.ristretto.kernel.filesystem;

import java.nio.ByteBuffer;

/** Where the bytes of a {@link DeviceFile} come from and go to. Safe for use by several threads. */
public interface Device {
    /** Fills {@code target} as far as it can; the number of bytes, or -1 at the end. */
    int read(ByteBuffer target);

    /** Its number, as dev_t of Linux has it in user space (makedev(3)); 0 if it has none. */
    default int number() {
        return 0;
    }

    /** Takes all of {@code source}, or nothing if it has no room. */
    void write(ByteBuffer source);
}
