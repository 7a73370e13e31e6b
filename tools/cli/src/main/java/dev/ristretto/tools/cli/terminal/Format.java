package dev.ristretto.tools.cli.terminal;

import java.util.Locale;

/** How a command prints data. */
enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** JSON for programs. */
    JSON;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
