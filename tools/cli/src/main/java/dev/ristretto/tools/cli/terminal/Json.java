package dev.ristretto.tools.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/** Prints values as JSON. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Prints records, maps, lists and plain values, then a line end. */
    public static void print(PrintStream output, Object value) {
        print(output, MAPPER.writer(SerializationFeature.INDENT_OUTPUT), value);
    }

    /** The same in a single line. */
    public static void printLine(PrintStream output, Object value) {
        print(output, MAPPER.writer(), value);
    }

    private static void print(PrintStream output, ObjectWriter writer, Object value) {
        try {
            // As these characters stand in strings alone, it is the same value.
            output.println(Visible.text(writer.writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot be written as JSON: " + value, e);
        }
    }
}
