package dev.ristretto.cli;

import picocli.CommandLine.Option;

/** The option that every command has that prints data. */
final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: table).",
            completionCandidates = Candidates.class)
    Format format = Format.TABLE;

    boolean isJson() {
        return format == Format.JSON;
    }

    /** The formats as they are written. */
    static final class Candidates extends java.util.ArrayList<String> {

        private static final long serialVersionUID = 1L;

        Candidates() {
            super(java.util.List.of("table", "json"));
        }
    }
}
