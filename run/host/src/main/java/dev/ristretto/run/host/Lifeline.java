package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Ties a child process to this one and keeps the terminal's signals from it.
 *
 * <p>{@code setsid} takes the child out of the terminal's process group, so that Ctrl-C reaches this process alone,
 * which then asks the guest to stop. {@code setpriv --pdeathsig} has Linux kill the child when the thread that started
 * it ends for whatever reason (prctl(2), PR_SET_PDEATHSIG). Both belong to util-linux; where one is missing the child
 * is started without that protection.
 */
public final class Lifeline {

    private Lifeline() {}

    /**
     * Starts a protected child, from a thread of its own that lives as long.
     *
     * @param builder everything about the child; its command is changed
     * @param name of the thread
     */
    public static Process start(ProcessBuilder builder, String name) throws IOException {
        builder.command(protect(builder.command()));
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                Process process = builder.start();
                started.complete(process);
                process.waitFor();
            } catch (IOException | InterruptedException e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return started.join();
        } catch (CompletionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        }
    }

    /** Starts a child that shares neither this process's terminal nor its end. */
    public static Process startDetached(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>();
        addIfPresent(command, "/usr/bin/setsid");
        command.addAll(builder.command());
        return builder.command(command).start();
    }

    /** Puts the protecting programs before a command. */
    private static List<String> protect(List<String> command) {
        List<String> protectedCommand = new ArrayList<>();
        addIfPresent(protectedCommand, "/usr/bin/setsid");
        addIfPresent(protectedCommand, "/usr/bin/setpriv", "--pdeathsig", "KILL", "--");
        protectedCommand.addAll(command);
        return protectedCommand;
    }

    private static void addIfPresent(List<String> command, String program, String... arguments) {
        if (Files.isExecutable(Path.of(program))) {
            command.add(program);
            command.addAll(List.of(arguments));
        }
    }
}
