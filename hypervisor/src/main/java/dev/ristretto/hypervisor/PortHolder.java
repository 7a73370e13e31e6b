package dev.ristretto.hypervisor;

import dev.ristretto.hypervisor.PublishedPort.Protocol;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the process that listens on a port, from the tables under {@code /proc} (proc(5): net/tcp, net/udp, PID/fd). */
final class PortHolder {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /** Returns the holder as {@code process 1234 (java)}; empty if it belongs to another user or there is none. */
    static Optional<String> find(int port, Protocol protocol) {
        Set<String> sockets = sockets(port, protocol);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holdsAny(process, sockets)) {
                    return Optional.of("process " + process.getFileName() + " (" + name(process) + ")");
                }
            }
        } catch (IOException e) {
            // Without /proc there is no name to tell; the port is busy all the same.
        }
        return Optional.empty();
    }

    private static Set<String> sockets(int port, Protocol protocol) {
        String table = protocol.name().toLowerCase(Locale.ROOT);
        Set<String> sockets = new HashSet<>();
        for (String version : List.of(table, table + "6")) {
            try {
                for (String line : Files.readAllLines(PROC.resolve("net").resolve(version))) {
                    String[] fields = line.strip().split("\\s+");
                    boolean matches = fields.length > 9
                            && fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port))
                            && (protocol == Protocol.UDP || fields[3].equals(LISTENING));
                    if (matches) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            } catch (IOException e) {
                // The kernel may have been built without this version of IP.
            }
        }
        return sockets;
    }

    private static boolean holdsAny(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another user's process, or one that has just ended.
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "ended meanwhile";
        }
    }
}
