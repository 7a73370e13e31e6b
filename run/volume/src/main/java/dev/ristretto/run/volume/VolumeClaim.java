package dev.ristretto.run.volume;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * That somebody counts on volumes also while nobody uses them: they are not removed before the claim is given up. There
 * need not be such volumes yet.
 *
 * @param owner who does, the name of a service
 * @param volume what the volume is called; of numbered ones what is before the hyphen and the number
 * @param numbered whether it is one volume for each number from 1 on, instead of a single one
 */
public record VolumeClaim(String owner, String volume, boolean numbered) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    /** What the volume of a number is called. */
    public String name(int number) {
        return volume + "-" + number;
    }

    /** For whom a volume is kept, {@code web} or, if it is the second of numbered ones, {@code web/2}. */
    public Optional<String> keeps(String name) {
        if (!numbered) {
            return name.equals(volume) ? Optional.of(owner) : Optional.empty();
        }
        String number = name.startsWith(volume + "-") ? name.substring(volume.length() + 1) : "";
        return NUMBER.matcher(number).matches() ? Optional.of(owner + "/" + number) : Optional.empty();
    }
}
