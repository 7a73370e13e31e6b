package dev.ristretto.run.vmm.process;

import dev.ristretto.run.host.OwnProcesses;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A shell that is the parent of a detached instance: it starts passt and then the instance, leaves word of which
 * process that is, waits for it, and leaves word of how it ended. Whoever started it is not needed for any of that.
 *
 * <p>In the control file stand number, start and boot of the process, written by the process itself before it becomes
 * the instance. The report file gets the line {@code status=N}. The shell's name is the path of the control file, by
 * which it is found.
 */
final class Supervisor {

    private static final Pattern IDENTITY = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\S+)\n");
    private static final Pattern STATUS = Pattern.compile("^status=(\\d{1,3})\n", Pattern.MULTILINE);
    private static final long PAUSE_MILLIS = 2;

    /** How long a shell may take to say how its child ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String WORDS = """
            socket=$1
            control=$2
            console=$3
            report=$4
            words=$5
            shift 5
            """;

    /**
     * Without its network the instance is ended, as an attached one is; if it has not begun, it does not. What connects
     * it ends with it, and is killed if it does not: a moment later all that the instance has sent is read.
     */
    private static final String NETWORK = """
            rm -f -- "$socket"
            (
              trap 'kill -KILL "$!" 2>/dev/null; exit' TERM
              (become "$words" "$@") &
              wait "$!" || {
                read -r pid rest <"$control" && kill -KILL "$pid" || echo failed >"$control"
              } 2>/dev/null
            ) &
            network=$!
            until [ -S "$socket" ]; do
              [ -e "$control" ] && exit 1
              sleep 0.01
            done
            """;

    /** Field 22 of {@code stat} is the start time (proc(5)); the shell's own name has no blanks. */
    private static final String INSTANCE = """
            shift "$words"
            (
              read -r stat </proc/self/stat
              read -r boot </proc/sys/kernel/random/boot_id
              tell() {
                echo "$1 ${22} $boot" >"$control"
              }
              tell $stat
              exec "$@" </dev/null >>"$console" 2>&1
            ) &
            wait $!
            echo "status=$?" >>"$report"
            """;

    private static final String NETWORK_END = """
            sleep 1
            kill "$network" 2>/dev/null
            """;

    private Supervisor() {}

    /** The command of a supervisor. */
    static List<String> command(
            List<String> program, Optional<List<String>> network, InstanceChannels.Detached channels) {
        RunFiles files = channels.files();
        return ShellScript.command(
                WORDS + (network.isPresent() ? NETWORK + INSTANCE + NETWORK_END : INSTANCE),
                files.control().toString(),
                Stream.of(channels.network(), files.control(), files.console(), files.report())
                        .map(Path::toString)
                        .toList(),
                network.orElse(List.of()),
                program);
    }

    /** Waits until a supervisor has said which process is the instance; empty if it ends before. */
    static Optional<ProcessIdentity> await(Path control, Process supervisor) throws InterruptedException {
        try {
            return await(control, supervisor::isAlive);
        } catch (InterruptedException e) {
            identity(control).ifPresent(ProcessIdentity::kill);
            supervisor.destroyForcibly();
            throw e;
        }
    }

    private static Optional<ProcessIdentity> await(Path control, BooleanSupplier goesOn) throws InterruptedException {
        while (true) {
            // Asked first: what it has written before it ended counts.
            boolean over = !goesOn.getAsBoolean();
            Optional<ProcessIdentity> identity = identity(control);
            if (identity.isPresent() || over) {
                return identity;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** The running instance of which nothing is known but its files. */
    static Optional<ProcessIdentity> find(RunFiles files) {
        Optional<ProcessIdentity> told = identity(files.control());
        if (told.isEmpty()) {
            // It may be about to say so.
            told = OwnProcesses.withArgument(files.control().toString())
                    .flatMap(shell -> patiently(files.control(), shell));
        }
        return told.filter(ProcessIdentity::isAlive);
    }

    private static Optional<ProcessIdentity> patiently(Path control, ProcessIdentity shell) {
        try {
            return await(control, shell::isAlive);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<ProcessIdentity> identity(Path control) {
        try {
            Matcher words = IDENTITY.matcher(Files.readString(control));
            return words.matches()
                    ? Optional.of(new ProcessIdentity(
                            Long.parseLong(words.group(1)), Long.parseLong(words.group(2)), words.group(3)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How the instance ended; empty if its supervisor ended before it. */
    static Optional<Outcome> outcome(RunFiles files) {
        Optional<Outcome> told = status(files.report());
        Optional<ProcessIdentity> shell = told.isPresent()
                ? Optional.empty()
                : OwnProcesses.withArgument(files.control().toString());
        if (shell.isEmpty()) {
            return told.or(() -> status(files.report()));
        }
        // The instance has just ended, and its parent is about to say how.
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (status(files.report()).isEmpty() && shell.get().isAlive() && System.nanoTime() < end) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status(files.report());
    }

    private static Optional<Outcome> status(Path report) {
        try {
            Matcher line = STATUS.matcher(Files.readString(report));
            return line.find() ? Optional.of(SignalControl.judge(Integer.parseInt(line.group(1)))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
