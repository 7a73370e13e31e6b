package dev.ristretto.tools.cli.terminal;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/** The option that every command has that prints data. */
public final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: table).")
    Format format = Format.TABLE;

    /** Prints a value, or for people a table of it. */
    public void print(PrintStream output, Object value, Table table) {
        if (isJson()) {
            Json.print(output, value);
        } else {
            table.print(output);
        }
    }

    /** Prints a value, or for people a line. */
    public void print(PrintStream output, Object value, String line) {
        if (isJson()) {
            Json.print(output, value);
        } else {
            output.println(Visible.line(line));
        }
    }

    public boolean isJson() {
        return format == Format.JSON;
    }
}
