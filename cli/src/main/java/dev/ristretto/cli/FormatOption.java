package dev.ristretto.cli;

import picocli.CommandLine.Option;

/** The option that every command has that prints data. */
final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: table).")
    Format format = Format.TABLE;

    boolean isJson() {
        return format == Format.JSON;
    }
}
