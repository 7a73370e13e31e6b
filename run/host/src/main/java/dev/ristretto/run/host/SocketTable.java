package dev.ristretto.run.host;

import dev.ristretto.run.host.PublishedPort.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/** The sockets of this host that wait for others, from the tables under {@code /proc/net} (proc(5)). */
public final class SocketTable {

    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEXADECIMAL = 16;

    private static final int UNIX_FLAGS = 3;
    private static final String ACCEPTS_CONNECTIONS = "00010000";

    private SocketTable() {}

    /**
     * Finds listening TCP sockets, or bound UDP sockets.
     *
     * @param ports which local ports are meant
     * @return names as the links under {@code /proc/PID/fd} have them, such as {@code socket:[4711]}
     */
    public static Set<String> waiting(Protocol protocol, IntPredicate ports) {
        String table = protocol.name().toLowerCase(Locale.ROOT);
        Set<String> sockets = new HashSet<>();
        for (String version : List.of(table, table + "6")) {
            try {
                Files.readAllLines(Path.of("/proc/net", version)).stream()
                        .skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > INODE)
                        .filter(fields -> protocol == Protocol.UDP || fields[STATE].equals(LISTENING))
                        .filter(fields -> ports.test(port(fields[LOCAL_ADDRESS])))
                        .forEach(fields -> sockets.add("socket:[" + fields[INODE] + "]"));
            } catch (IOException e) {
                // The kernel may have been built without this version of IP.
            }
        }
        return sockets;
    }

    /** Whether somebody listens on a Unix socket that was bound to a path. */
    public static boolean isListening(Path socket) {
        String ending = " " + socket;
        try {
            return Files.readAllLines(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> bytes(line).endsWith(ending))
                    .anyMatch(line -> line.split(" ", UNIX_FLAGS + 2)[UNIX_FLAGS].equals(ACCEPTS_CONNECTIONS));
        } catch (IOException e) {
            return false;
        }
    }

    /** Paths are bytes; those of this program are in UTF-8. */
    private static String bytes(String line) {
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEXADECIMAL);
    }
}
