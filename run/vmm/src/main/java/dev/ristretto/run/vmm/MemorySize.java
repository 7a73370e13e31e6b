package dev.ristretto.run.vmm;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of memory as people write them: {@code 64M}, {@code 1G}, {@code 65536K}; a plain number counts MiB. Units are
 * powers of 1024.
 */
public final class MemorySize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)(I?B)?");

    private MemorySize() {}

    /**
     * Reads an amount of memory.
     *
     * @return bytes, at least 1
     * @throws IllegalArgumentException if the text is not an amount of memory, with a message that says what is
     */
    public static long parse(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            int shift = switch (form.group(2)) {
                case "K" -> 10;
                case "G" -> 30;
                case "T" -> 40;
                default -> 20;
            };
            boolean unitWithoutPrefix = form.group(2).isEmpty() && form.group(3) != null;
            if (!unitWithoutPrefix && number > 0 && number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not an amount of memory: write a number of MiB or one with K, M or G, such as 64M");
    }

    /** Writes an amount of whole KiB so that {@link #parse} reads the same, such as {@code 1536M}. */
    public static String exact(long bytes) {
        String units = "KMGT";
        long amount = bytes >> 10;
        int unit = 0;
        while (amount % 1024 == 0 && amount > 0 && unit < units.length() - 1) {
            amount >>= 10;
            unit++;
        }
        return amount + units.substring(unit, unit + 1);
    }

    /**
     * Writes an amount of bytes with the largest unit that keeps it short, such as {@code 24 MiB} or {@code 13.4 MiB}.
     */
    public static String format(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double amount = bytes;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        boolean whole = amount == Math.rint(amount) || amount >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", amount, units[unit]);
    }
}
