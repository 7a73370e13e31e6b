package dev.ristretto.fleet.launcher;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.run.host.UnixSockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where a fleet keeps its files. Only the user may enter these folders.
 *
 * <p>Sockets are below the data folder too, not in {@code $XDG_RUNTIME_DIR}: every command and every daemon must find
 * the same ones, also where that variable is not set (cron, su), and they are needed for as long as instances live,
 * while that folder goes with the user's last session.
 *
 * @param data what must survive: database, console files, logs
 */
public record FleetFolders(Path data) {

    /** Bytes of a log from which on it is set aside. */
    public static final long LARGEST_LOG = 1L << 20;

    private static final int LONGEST_NAME = 24;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    /**
     * The folders of a user.
     *
     * @param dataFolder ristretto's own data folder
     */
    public static FleetFolders of(Path dataFolder) {
        return new FleetFolders(dataFolder.resolve("fleet").toAbsolutePath().normalize());
    }

    /** Where the volumes of this host are. */
    public Path volumes() {
        return data.resolveSibling("volumes");
    }

    /**
     * Makes the folders if needed.
     *
     * @throws FleetException if that fails or the sockets' paths would be too long
     */
    public void create() {
        int length = sockets().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length + LONGEST_NAME > UnixSockets.LONGEST_PATH) {
            throw new FleetException(
                    Kind.FAILURE,
                    "The path " + sockets() + " is too long for sockets\nSet XDG_DATA_HOME to a shorter one");
        }
        try {
            makePrivate(data);
            makePrivate(sockets());
            makePrivate(data.resolve("instances"));
        } catch (IOException e) {
            throw new FleetException(Kind.FAILURE, "The folder of the fleet cannot be made: " + e, e);
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder.resolveSibling(""));
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(folder, PRIVATE);
        }
    }

    private Path sockets() {
        return data.resolve("run");
    }

    /** Where the daemon listens. */
    public Path socket() {
        return sockets().resolve("daemon.sock");
    }

    /** Where the balancer is told what to do. */
    public Path balancerSocket() {
        return sockets().resolve("balancer.sock");
    }

    /** Locked by the one balancer. */
    public Path balancerLock() {
        return data.resolve("balancer.lock");
    }

    /** What the balancer has to say. */
    public Path balancerLog() {
        return data.resolve("balancer.log");
    }

    /** Locked by the one daemon; holds its process's number. */
    public Path lock() {
        return data.resolve("daemon.lock");
    }

    /** What the daemon has to say. */
    public Path log() {
        return data.resolve("daemon.log");
    }

    /** What it had to say before {@link #log} was begun anew. */
    public Path oldLog() {
        return data.resolve("daemon.log.1");
    }

    /** Leads a browser to the dashboard. */
    public Path consolePage() {
        return data.resolve("console.html");
    }

    /** The database's main file. */
    public Path database() {
        return data.resolve("fleet.db");
    }

    /** The files of an instance. */
    public Path instance(long id) {
        return data.resolve("instances").resolve(Long.toString(id));
    }

    /** The control socket of an instance. */
    public Path control(long id) {
        return sockets().resolve(id + ".qmp");
    }
}
