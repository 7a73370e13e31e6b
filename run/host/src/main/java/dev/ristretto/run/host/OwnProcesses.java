package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The running processes of this user, from {@code /proc} (proc(5), PID/cmdline). */
public final class OwnProcesses {

    private static final Path PROC = Path.of("/proc");

    private OwnProcesses() {}

    /** One that was started with an argument of exactly this text; empty if there is none, or no {@code /proc}. */
    public static Optional<ProcessIdentity> withArgument(String argument) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                Optional<ProcessIdentity> found =
                        arguments(process).contains(argument) ? own(process) : Optional.empty();
                // Asked again, because the number may have gone to another process before its identity was known.
                if (found.isPresent() && arguments(process).contains(argument)) {
                    return found;
                }
            }
        } catch (IOException e) {
            // Without /proc no process can be recognised, this one's included.
        }
        return Optional.empty();
    }

    /** Anybody may start a process with such arguments; only this user's can be the one that is meant. */
    private static Optional<ProcessIdentity> own(Path process) {
        try {
            return Files.getOwner(process).equals(Files.getOwner(PROC.resolve("self")))
                    ? ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
                    : Optional.empty();
        } catch (IOException e) {
            // It has ended.
            return Optional.empty();
        }
    }

    private static List<String> arguments(Path process) {
        try {
            return List.of(
                    new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
