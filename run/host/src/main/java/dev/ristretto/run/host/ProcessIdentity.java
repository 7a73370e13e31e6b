package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of this computer, told apart from any other that has ever had its number or will have it: by the moment
 * at which it was started and by the start of the computer itself, from which that moment counts (proc(5), PID/stat).
 * Immutable.
 *
 * @param pid its number
 * @param startTicks when it was started, in clock ticks since the computer was
 * @param boot the identifier of that start of the computer
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {

    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code stat} behind the name. */
    private static final int STATE = 0;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int START_TIME = 19;

    /** USER_HZ of Linux on x86-64. */
    private static final double TICKS_PER_SECOND = 100;

    private static final long PAGE = 4096;

    /** The process that has a number now; empty if there is none. */
    public static Optional<ProcessIdentity> of(long pid) {
        return BootIdentity.current()
                .flatMap(boot -> stat(pid)
                        .filter(ProcessIdentity::lives)
                        .map(stat -> new ProcessIdentity(pid, Long.parseLong(stat[START_TIME]), boot)));
    }

    /** Whether this very process still runs. One that has ended and only waits for its parent to notice does not. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Whether the computer has been started anew since, which is why the process is gone. */
    public boolean isOfAnEarlierBoot() {
        return of(ProcessHandle.current().pid())
                .filter(current -> !current.boot.equals(boot))
                .isPresent();
    }

    /** Kills the process if it is still there. */
    public void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** What the process has used so far (proc(5), PID/stat and PID/statm); empty if it has ended. */
    public Optional<ProcessUsage> usage() {
        try {
            String[] pages = Files.readString(PROC.resolve(Long.toString(pid)).resolve("statm"))
                    .split(" ", -1);
            // Asked last: if it is this process still, it was when the other file was read.
            return stat(pid)
                    .filter(stat -> lives(stat)
                            && Long.parseLong(stat[START_TIME]) == startTicks
                            && BootIdentity.current().filter(boot::equals).isPresent())
                    .map(stat -> new ProcessUsage(
                            (Long.parseLong(stat[USER_TIME]) + Long.parseLong(stat[SYSTEM_TIME])) / TICKS_PER_SECOND,
                            Long.parseLong(pages[1]) * PAGE));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean lives(String[] stat) {
        return !stat[STATE].equals("Z") && !stat[STATE].equals("X");
    }

    /** The name stands in parentheses and may hold blanks and parentheses itself. */
    private static Optional<String[]> stat(long pid) {
        try {
            String line = new String(
                    Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat")), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return fields.length > START_TIME ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
