package dev.ristretto.kernel.filesystem;

import java.nio.ByteBuffer;

/** Where the bytes of a {@link DeviceFile} come from and go to. Safe for use by several threads. */
public interface Device {
    /** Fills {@code target} as far as it can; the number of bytes, or -1 at the end. */
    int read(ByteBuffer target);

    /** Takes all of {@code source}. */
    void write(ByteBuffer source);
}
