package dev.ristretto.hypervisor.qemu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ties a child process to this one and keeps the terminal's signals from it.
 *
 * <p>{@code setsid} takes the child out of the terminal's process group, so that Ctrl-C reaches this process alone, which then asks the guest
 * to stop. {@code setpriv --pdeathsig} has Linux kill the child when the thread that started it ends for whatever reason (prctl(2),
 * PR_SET_PDEATHSIG). Both belong to util-linux; where one is missing the child is started without that protection.
 */
final class Lifeline {

    private Lifeline() {}

    /** Puts the protecting programs before a command. The thread that starts the result must outlive it. */
    static List<String> protect(List<String> command) {
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
