package dev.ristretto.fleet.api.syntax;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 90d}. */
public final class TimeLength {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|[smhd])");

    private TimeLength() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the text is none, with a message that says what is
     */
    public static Duration parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not a length of time: write 500ms, 10s, 5m, 2h or 90d"));
    }

    /** Reads one; empty if the text is none. */
    public static Optional<Duration> find(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** Writes milliseconds with the largest unit that they are a whole number of. */
    public static String format(long millis) {
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1000};
        String[] units = {"d", "h", "m", "s"};
        for (int i = 0; i < sizes.length; i++) {
            if (millis != 0 && millis % sizes[i] == 0) {
                return millis / sizes[i] + units[i];
            }
        }
        return millis + "ms";
    }
}
