package dev.ristretto.kernel.compression;

/**
 * How hard to look for matches; the numbers are zlib's, which have proved themselves.
 *
 * @param good from this length of the last match on, look at a quarter of the candidates only
 * @param lazy up to this length of a match, look whether the next byte begins a better one; 0: never
 * @param nice a match of this length is good enough
 * @param chain how many candidates to look at
 */
record Level(int good, int lazy, int nice, int chain) {
    private static final int DEFAULT = 6;
    private static final Level[] LEVELS = {
        new Level(0, 0, 0, 0),
        new Level(4, 0, 8, 4),
        new Level(4, 0, 16, 8),
        new Level(4, 0, 32, 32),
        new Level(4, 4, 16, 16),
        new Level(8, 16, 32, 32),
        new Level(8, 16, 128, 128),
        new Level(8, 32, 128, 256),
        new Level(32, 128, 258, 1024),
        new Level(32, 258, 258, 4096)
    };

    /** Level 0 (store only) to 9, or -1 for the usual one. */
    static Level of(int number) {
        if (number < -1 || number >= LEVELS.length) {
            throw new IllegalArgumentException("compression level " + number + " is not one of -1 to 9");
        }
        return LEVELS[number < 0 ? DEFAULT : number];
    }

    boolean storesOnly() {
        return chain == 0;
    }
}
