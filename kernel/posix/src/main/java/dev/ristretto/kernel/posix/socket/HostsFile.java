package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contents of a hosts file (hosts(5)); lines with addresses other than IPv4 are passed over. Immutable. */
public final class HostsFile {
    private record Line(IpAddress address, List<String> names) {}

    private final List<Line> lines = new ArrayList<>();

    /** The hosts file with this text. */
    public HostsFile(String text) {
        for (String line : text.split("\n")) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
            if (words.length < 2) {
                continue;
            }
            try {
                lines.add(new Line(IpAddress.parse(words[0]), List.of(words).subList(1, words.length)));
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
    }

    /** The addresses of {@code name} in the order of the file, empty if it has none. Letter case does not matter. */
    public List<IpAddress> addressesOf(String name) {
        List<IpAddress> found = new ArrayList<>();
        for (Line line : lines) {
            for (String candidate : line.names) {
                if (candidate.equalsIgnoreCase(name) && !found.contains(line.address)) {
                    found.add(line.address);
                }
            }
        }
        return found;
    }

    /** The first name of {@code address}, null if it has none. */
    public @Nullable String nameOf(IpAddress address) {
        for (Line line : lines) {
            if (line.address.equals(address)) {
                return line.names.getFirst();
            }
        }
        return null;
    }
}
