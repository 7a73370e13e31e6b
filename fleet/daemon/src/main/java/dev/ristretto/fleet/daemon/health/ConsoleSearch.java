package dev.ristretto.fleet.daemon.health;

import dev.ristretto.fleet.daemon.console.ConsoleReader;
import dev.ristretto.fleet.daemon.health.SteppedText.TooManyStepsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Looks for a line in what an instance has written since the last look. Neither the pattern nor the lines are trusted:
 * a look takes a bounded number of steps, and a line that would take too many is one that does not match. Not safe for
 * use by several threads.
 */
public final class ConsoleSearch {

    private static final ProbeResult FOUND = ProbeResult.success("a line of the console matches");
    private static final int BUFFER = 16 * 1024;

    /** What is read in one look at most; the rest waits for the next. */
    private static final int MOST_BYTES = 1 << 20;

    /** Longer lines are looked at in pieces. */
    private static final int LONGEST_LINE = 8 * 1024;

    /** Characters that are looked at for one line, each as often as it is; an honest pattern needs a few for each. */
    private static final int MOST_STEPS_OF_LINE = 100_000;

    /** The same for one look; some ten milliseconds. */
    private static final int MOST_STEPS = 2_000_000;

    private final ConsoleReader reader;
    private final Pattern pattern;
    private final StringBuilder line = new StringBuilder();

    /** What was read and not looked at yet, because the look before had taken its steps. */
    private final byte[] buffer = new byte[BUFFER];

    private int begin;
    private int end;
    private int steps;
    private String obstacle = "";

    /** A search from where a reader stands. */
    public ConsoleSearch(ConsoleReader reader, Pattern pattern) {
        this.reader = reader;
        this.pattern = pattern;
    }

    /** Looks at what has come. */
    public ProbeResult look() {
        steps = 0;
        obstacle = "";
        try {
            for (int sum = 0; sum < MOST_BYTES && fill(); ) {
                // Byte by byte, for a character may be cut in two at a buffer's end.
                for (; begin < end; begin++, sum++) {
                    if (steps > MOST_STEPS) {
                        return failure();
                    }
                    if (take((char) (buffer[begin] & 0xff))) {
                        return FOUND;
                    }
                }
            }
        } catch (IOException e) {
            return ProbeResult.failure("the console cannot be read: " + e.getMessage());
        }
        return matches() ? FOUND : failure();
    }

    private ProbeResult failure() {
        return ProbeResult.failure("no line of the console" + obstacle);
    }

    /** Has something in the buffer, if there is anything. */
    private boolean fill() throws IOException {
        if (begin == end) {
            begin = 0;
            end = Math.max(0, reader.read(buffer));
        }
        return begin < end;
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
        SteppedText text =
                new SteppedText(new String(bytes, StandardCharsets.UTF_8).stripTrailing(), MOST_STEPS_OF_LINE);
        try {
            return pattern.matcher(text).find();
        } catch (TooManyStepsException e) {
            obstacle = "; the regular expression takes too many steps for one of them, which is left out";
            return false;
        } catch (StackOverflowError e) {
            obstacle = "; the regular expression goes too deep for one of them, which is left out";
            return false;
        } finally {
            steps += text.steps() + 1;
        }
    }
}
