package dev.ristretto.cli;

/** How a command prints data. */
enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** JSON for programs. */
    JSON
}
