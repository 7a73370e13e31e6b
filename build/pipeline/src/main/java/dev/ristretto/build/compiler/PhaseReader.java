package dev.ristretto.build.compiler;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the beginnings of phases, {@code [2/8] Performing analysis...}, in the builder's output as it comes: the
 * builder ends such a line only when the phase is over. Not thread-safe.
 */
final class PhaseReader {
    /** A phase of the builder: {@code step} of {@code steps}. */
    record Phase(int step, int steps, String name) {}

    private static final Pattern START = Pattern.compile("\\[(\\d+)/(\\d+)] ([^.\\[]+)\\.\\.\\.");
    private static final int LONGEST = 200;

    private final StringBuilder line = new StringBuilder();
    private final Consumer<Phase> listener;
    private boolean reported;

    PhaseReader(Consumer<Phase> listener) {
        this.listener = listener;
    }

    void read(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (text[i] == '\n') {
                line.setLength(0);
                reported = false;
            } else if (!reported && line.length() < LONGEST) {
                line.append(text[i]);
                if (text[i] == '.') {
                    report();
                }
            }
        }
    }

    private void report() {
        Matcher matcher = START.matcher(line);
        if (matcher.lookingAt()) {
            reported = true;
            listener.accept(new Phase(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    matcher.group(3).strip()));
        }
    }
}
