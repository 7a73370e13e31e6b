package dev.ristretto.run.host;

import dev.ristretto.run.host.PublishedPort.Protocol;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Finds the process that listens on a port, from its descriptors under {@code /proc} (proc(5), PID/fd). */
final class PortHolder {

    private static final Path PROC = Path.of("/proc");

    private PortHolder() {}

    /** Returns the holder as {@code process 1234 (java)}; empty if it belongs to another user or there is none. */
    static Optional<String> find(int port, Protocol protocol) {
        Set<String> sockets = SocketTable.waiting(protocol, local -> local == port);
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
