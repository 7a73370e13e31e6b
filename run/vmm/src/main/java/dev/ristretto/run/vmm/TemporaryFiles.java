package dev.ristretto.run.vmm;

import dev.ristretto.abi.TemporaryPlace;

/** Where an instance has files in memory, as it is written: {@code PATH} or {@code PATH:SIZE}. */
public final class TemporaryFiles {

    private TemporaryFiles() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    public static TemporaryPlace parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new TemporaryPlace(text, 0)
                : new TemporaryPlace(text.substring(0, colon), MemorySize.parse(text.substring(colon + 1)));
    }

    /** Writes it so that {@link #parse} reads the same. */
    public static String format(TemporaryPlace place) {
        return place.bytes() == 0 ? place.path() : place.path() + ":" + MemorySize.exact(place.bytes());
    }
}
