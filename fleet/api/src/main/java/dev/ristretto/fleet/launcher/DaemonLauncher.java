package dev.ristretto.fleet.launcher;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.run.host.Lifeline;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** Starts the daemon of a user and waits until it answers. Several may do so at once: one daemon is left. */
public final class DaemonLauncher {

    /** Exit status of a daemon where another one keeps the fleet already. */
    public static final int ALREADY_RUNNING = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSE_MILLIS = 20;

    private final FleetFolders folders;
    private final List<String> command;

    /** A launcher that will run a command, whose output goes to the daemon's log. */
    public DaemonLauncher(FleetFolders folders, List<String> command) {
        this.folders = folders;
        this.command = List.copyOf(command);
    }

    /** A client of the daemon, which is started first if there is none. */
    public FleetClient ensure() throws InterruptedException {
        FleetClient client = new FleetClient(folders.socket());
        if (!client.isAnswered()) {
            folders.create();
            try {
                start(client);
            } catch (IOException e) {
                throw new FleetException(Kind.FAILURE, "The daemon cannot be started: " + e.getMessage(), e);
            }
        }
        return client;
    }

    private void start(FleetClient client) throws IOException, InterruptedException {
        setOldLogAside();
        Process daemon = launch();
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (!client.isAnswered()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(PATIENCE) > 0) {
                daemon.destroyForcibly();
                throw failure("does not answer");
            }
            boolean ended = !daemon.isAlive();
            if (ended && daemon.exitValue() != ALREADY_RUNNING) {
                throw failure("ended at once");
            }
            if (ended && waited.compareTo(pause) > 0) {
                // The other one does not answer: it was about to end, and its successor is needed.
                daemon = launch();
                pause = pause.multipliedBy(2);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private Process launch() throws IOException {
        return Lifeline.startDetached(new ProcessBuilder(command)
                .directory(folders.data().toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folders.log().toFile())));
    }

    private void setOldLogAside() throws IOException {
        Path log = folders.log();
        try {
            if (Files.size(log) > FleetFolders.LARGEST_LOG) {
                Files.move(log, folders.oldLog(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException e) {
            // There is none, or another command has just done it.
        }
    }

    private FleetException failure(String what) throws IOException {
        return new FleetException(
                Kind.FAILURE,
                "The daemon " + what + ": " + LogTail.of(folders.log()) + "\nIts log is " + folders.log());
    }
}
