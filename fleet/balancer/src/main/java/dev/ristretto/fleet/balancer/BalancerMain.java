package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the balancer's process begins. The daemon starts it and leads its output to a file; it ends when a daemon says
 * so.
 */
public final class BalancerMain {

    /** Exit status where another balancer keeps the lock. */
    static final int ALREADY_RUNNING = 3;

    private static final Logger LOG = System.getLogger(BalancerMain.class.getName());

    /** Kept here, because a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger JETTY = java.util.logging.Logger.getLogger("org.eclipse.jetty");

    /** What is wrong with a client's bytes is told to the client. */
    private static final java.util.logging.Logger PARSING =
            java.util.logging.Logger.getLogger("org.eclipse.jetty.http");

    private static final int ARGUMENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST_PAUSES = 100;

    private BalancerMain() {}

    /**
     * Serves until it is told to stop.
     *
     * @param arguments its socket, the file that it locks, the version of ristretto, and the file that its output is
     *     appended to
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != ARGUMENTS) {
            throw new IllegalArgumentException("four arguments are needed: socket, lock, version, log");
        }
        BalancerLog.install(Path.of(arguments[3]));
        JETTY.setLevel(java.util.logging.Level.WARNING);
        PARSING.setLevel(java.util.logging.Level.SEVERE);
        try (FileChannel file =
                FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock(file) == null) {
                System.exit(ALREADY_RUNNING);
            }
            try (Balancer balancer = new Balancer(arguments[2]);
                    BalancerServer server = new BalancerServer(Path.of(arguments[0]), balancer)) {
                LOG.log(Level.INFO, "ready, process " + ProcessHandle.current().pid());
                server.awaitStop();
                LOG.log(Level.INFO, "stopping");
            }
        }
        // What still goes on is given up.
        System.exit(0);
    }

    /** Another balancer may be about to end. */
    private static @Nullable FileLock lock(FileChannel file) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_PAUSES; i++) {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
            Thread.sleep(PAUSE);
        }
        return null;
    }
}
