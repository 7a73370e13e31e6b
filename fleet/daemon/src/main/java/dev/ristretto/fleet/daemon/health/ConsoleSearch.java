package dev.ristretto.fleet.daemon.health;

import dev.ristretto.fleet.daemon.console.ConsoleReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Looks for a line in what an instance has written since the last look. Not safe for use by several threads. */
public final class ConsoleSearch {

    private static final int BUFFER = 16 * 1024;

    /** What is read in one look at most; the rest waits for the next. */
    private static final int MOST_BYTES = 1 << 20;

    /** Longer lines are looked at in pieces. */
    private static final int LONGEST_LINE = 8 * 1024;

    private final ConsoleReader reader;
    private final Pattern pattern;
    private final StringBuilder line = new StringBuilder();

    /** A search from where a reader stands. */
    public ConsoleSearch(ConsoleReader reader, Pattern pattern) {
        this.reader = reader;
        this.pattern = pattern;
    }

    /** Looks at what has come. */
    public ProbeResult look() {
        byte[] buffer = new byte[BUFFER];
        int sum = 0;
        try {
            for (int count = reader.read(buffer); count > 0; count = reader.read(buffer)) {
                // Byte by byte, for a character may be cut in two at a buffer's end.
                for (int i = 0; i < count; i++) {
                    if (take((char) (buffer[i] & 0xff))) {
                        return ProbeResult.success("a line of the console matches");
                    }
                }
                sum += count;
                if (sum > MOST_BYTES) {
                    break;
                }
            }
        } catch (IOException e) {
            return ProbeResult.failure("the console cannot be read: " + e.getMessage());
        }
        return matches()
                ? ProbeResult.success("a line of the console matches")
                : ProbeResult.failure("no line of the console");
    }

    private boolean take(char octet) {
        if (octet != '\n') {
            line.append(octet);
            if (line.length() < LONGEST_LINE) {
                return false;
            }
        }
        boolean found = matches();
        line.setLength(0);
        return found;
    }

    private boolean matches() {
        byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        return pattern.matcher(new String(bytes, StandardCharsets.UTF_8).stripTrailing())
                .find();
    }
}
