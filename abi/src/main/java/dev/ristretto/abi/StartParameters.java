package dev.ristretto.abi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an image reads of its command line for the application: the other end of {@link CommandLine#of}. */
public final class StartParameters {
    private final List<byte[]> variables = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private boolean versionMatches = true;

    private StartParameters() {}

    /**
     * Reads tokens, which have spaces between them, up to the first NUL; others than those of an application are
     * skipped.
     */
    public static StartParameters of(byte[] line) {
        StartParameters parameters = new StartParameters();
        forEach(line, parameters::add);
        return parameters;
    }

    /** The values of all tokens that begin so, in their order. */
    static List<byte[]> values(byte[] line, String token) {
        List<byte[]> values = new ArrayList<>();
        forEach(line, (whole, from, end) -> {
            if (begins(whole, from, end, token)) {
                values.add(decode(whole, from + token.length(), end));
            }
        });
        return values;
    }

    private interface Visitor {
        void visit(byte[] line, int token, int end);
    }

    private static void forEach(byte[] line, Visitor visitor) {
        int token = 0;
        for (int end = 0; end <= line.length; end++) {
            if (end == line.length || line[end] == ' ' || line[end] == 0) {
                visitor.visit(line, token, end);
                token = end + 1;
            }
            if (end < line.length && line[end] == 0) {
                break;
            }
        }
    }

    private void add(byte[] line, int token, int end) {
        if (begins(line, token, end, CommandLine.ARGUMENT)) {
            arguments.add(decode(line, token + CommandLine.ARGUMENT.length(), end));
        } else if (begins(line, token, end, CommandLine.ENVIRONMENT)) {
            variables.add(decode(line, token + CommandLine.ENVIRONMENT.length(), end));
        } else if (begins(line, token, end, CommandLine.VERSION)) {
            int from = token + CommandLine.VERSION.length();
            String version = new String(line, from, end - from, StandardCharsets.US_ASCII);
            versionMatches &= version.equals(Integer.toString(BootNote.VERSION));
        }
    }

    private static boolean begins(byte[] line, int token, int end, String prefix) {
        if (end - token < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (line[token + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code %XX} is a byte; what is cut off at the end stands for itself. */
    private static byte[] decode(byte[] line, int from, int end) {
        ByteArrayOutputStream value = new ByteArrayOutputStream(end - from);
        for (int at = from; at < end; at++) {
            if (line[at] == '%' && at + 2 < end) {
                value.write(Character.digit(line[at + 1], 16) << 4 | Character.digit(line[at + 2], 16));
                at += 2;
            } else {
                value.write(line[at]);
            }
        }
        return value.toByteArray();
    }

    /** Environment variables, {@code NAME=VALUE} each, in their order; of a name that occurs again the last counts. */
    public List<byte[]> variables() {
        return variables;
    }

    /** The application's arguments. */
    public List<byte[]> arguments() {
        return arguments;
    }

    /** Whether the host, if it says so, speaks the version of this interface that the image does. */
    public boolean versionMatches() {
        return versionMatches;
    }
}
