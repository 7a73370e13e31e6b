package dev.ristretto.build.program.archive;

import java.util.Optional;

/**
 * A layer as an archive has it. Immutable.
 *
 * @param file its name in the archive
 * @param mediaType what it is said to be; empty if nothing is said
 * @param digest of the file, which is checked, if it is known
 */
record LayerBlob(String file, String mediaType, Optional<String> digest) {
    private static final int SHORT = 12;

    /** For people. */
    String shown() {
        return shown(digest.orElse(file));
    }

    /** A digest or a name, not longer than people compare. */
    static String shown(String shown) {
        int colon = shown.indexOf(':') + 1;
        return colon > 0 && shown.length() > colon + SHORT ? shown.substring(0, colon + SHORT) : shown;
    }
}
