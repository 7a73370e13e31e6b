package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How this host is connected to others.
 *
 * @param routed whether there is a way to addresses that are none of its own networks
 * @param nameServers addresses of the name servers that it asks, in IPv4, up to the first one of its own loopback
 *     interface; empty if that is the first, or there is none
 */
public record HostConnectivity(boolean routed, List<String> nameServers) {

    private static final Path ROUTES = Path.of("/proc/net/route");
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    private static final int DESTINATION = 1;
    private static final int MASK = 7;
    private static final String ANY = "00000000";
    private static final String NAME_SERVER = "nameserver";
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Copies the list. */
    public HostConnectivity {
        nameServers = List.copyOf(nameServers);
    }

    /** As it is now; what cannot be read is not there. */
    public static HostConnectivity now() {
        return of(lines(ROUTES), lines(RESOLVER));
    }

    /**
     * As files say.
     *
     * @param routes lines of {@code /proc/net/route} (proc(5))
     * @param resolver lines of {@code /etc/resolv.conf} (resolv.conf(5))
     */
    static HostConnectivity of(List<String> routes, List<String> resolver) {
        boolean routed = routes.stream()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(
                        fields -> fields.length > MASK && fields[DESTINATION].equals(ANY) && fields[MASK].equals(ANY));
        List<String> nameServers = resolver.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 1 && words[0].equals(NAME_SERVER))
                .map(words -> words[1])
                .filter(address -> ADDRESS.matcher(address).matches())
                .takeWhile(address -> !address.startsWith("127."))
                .toList();
        return new HostConnectivity(routed, nameServers);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
