package dev.ristretto.run.vmm.launch;

import dev.ristretto.abi.Report;
import dev.ristretto.run.vmm.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the kernel tells the host, a {@link Report}. The guest is not trusted: lines are bounded and numbers
 * checked.
 */
public final class GuestReport {

    private static final int LONGEST_LINE = 4096;
    private static final Pattern ADDRESS = Pattern.compile("^([a-z-]+=)([0-9a-f]{1,15})$", Pattern.MULTILINE);

    /** The lines come before the application, which cannot write here. */
    private static final int ADDRESSES_WITHIN = 4096;

    private GuestReport() {}

    /**
     * Reads until the channel ends, which is when the instance is gone.
     *
     * @return how the guest says that it ended, a panic outweighing an exit status; empty if it said nothing
     */
    public static Optional<Outcome> read(Reader channel) throws IOException {
        Optional<Outcome> outcome = Optional.empty();
        StringBuilder line = new StringBuilder();
        BufferedReader reader = new BufferedReader(channel);
        int c;
        while ((c = reader.read()) >= 0) {
            if (c != '\n') {
                if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
                continue;
            }
            Optional<Outcome> told = parse(line.toString().strip());
            boolean panicked = outcome.orElse(null) instanceof Outcome.Panicked;
            if (told.isPresent() && !panicked) {
                outcome = told;
            }
            line.setLength(0);
        }
        return outcome;
    }

    /**
     * Where the kernel's counters are, as far as it has said.
     *
     * @param channel the report from its beginning
     * @return physical addresses by the lines' words, such as {@link Report#COUNTERS}; a word's first line counts
     */
    public static Map<String, Long> addresses(InputStream channel) throws IOException {
        String beginning = new String(channel.readNBytes(ADDRESSES_WITHIN), StandardCharsets.US_ASCII);
        Matcher line = ADDRESS.matcher(beginning.substring(0, beginning.lastIndexOf('\n') + 1));
        Map<String, Long> addresses = new HashMap<>();
        while (line.find()) {
            addresses.putIfAbsent(line.group(1), Long.parseLong(line.group(2), 16));
        }
        return addresses;
    }

    private static Optional<Outcome> parse(String line) {
        if (line.startsWith(Report.PANIC)) {
            return Optional.of(new Outcome.Panicked(line.substring(Report.PANIC.length())));
        }
        if (line.startsWith(Report.EXIT)) {
            String digits = line.substring(Report.EXIT.length());
            if (digits.matches("\\d{1,3}") && Integer.parseInt(digits) <= 255) {
                return Optional.of(new Outcome.Exited(Integer.parseInt(digits)));
            }
        }
        return Optional.empty();
    }
}
