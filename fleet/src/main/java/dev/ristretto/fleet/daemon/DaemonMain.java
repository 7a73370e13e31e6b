package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.Fleet;
import dev.ristretto.fleet.FleetFolders;
import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.client.DaemonLauncher;
import dev.ristretto.hypervisor.qemu.Qemu;
import dev.ristretto.image.ImageStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Where the daemon begins. It writes to standard error, which whoever starts it leads to a file. */
public final class DaemonMain {

    private static final Logger LOG = System.getLogger(DaemonMain.class.getName());

    /** Kept here, because a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger JETTY = java.util.logging.Logger.getLogger("org.eclipse.jetty");

    /** Each takes some ten kilobytes while it is open. */
    private static final int MOST_STREAMS = 1000;

    /** How long a client may leave unread what it is sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private DaemonMain() {}

    /**
     * Runs the daemon until it is told to stop; instances go on.
     *
     * @param arguments the data folder, the cache folder and the version of ristretto
     */
    public static void main(String[] arguments) throws Exception {
        JETTY.setLevel(java.util.logging.Level.WARNING);
        Path data = Path.of(arguments[0]);
        Path cache = Path.of(arguments[1]);
        String version = arguments[2];
        FleetFolders folders = FleetFolders.of(data);
        folders.create();
        try (DaemonLock lock = DaemonLock.take(folders.lock())) {
            if (lock == null) {
                LOG.log(Level.INFO, "another daemon runs: " + folders.lock());
                System.exit(DaemonLauncher.ALREADY_RUNNING);
            }
            // SQLite's code is unpacked at every start; what a killed daemon leaves there, the next one deletes.
            System.setProperty(
                    "org.sqlite.tmpdir",
                    Files.createDirectories(folders.data().resolve("native")).toString());
            serve(folders, data, cache, version);
        }
        // Answers that were still being written are given up.
        System.exit(0);
    }

    private static void serve(FleetFolders folders, Path data, Path cache, String version) throws Exception {
        Instant start = Instant.now();
        CountDownLatch stop = new CountDownLatch(1);
        Qemu qemu = new Qemu(System.getenv().getOrDefault("PATH", ""), cache);
        try (Fleet fleet = new Fleet(
                        folders,
                        new ImageStore(data.resolve("images")),
                        qemu.detached(),
                        Clock.tickMillis(ZoneOffset.UTC));
                ApiServer server = new ApiServer(
                        folders.socket(),
                        new Router(Routes.all(
                                fleet,
                                new Streams(fleet, MOST_STREAMS),
                                () -> status(fleet, folders, version, start),
                                stop::countDown)),
                        new Idempotency(fleet.keptAnswers(), InstantSource.system()),
                        PATIENCE)) {
            server.start();
            LOG.log(Level.INFO, "ready, process " + ProcessHandle.current().pid());
            stop.await();
            LOG.log(Level.INFO, "stopping; instances go on");
        }
    }

    private static DaemonStatus status(Fleet fleet, FleetFolders folders, String version, Instant start) {
        List<InstanceView> instances = fleet.list();
        return new DaemonStatus(
                ProcessHandle.current().pid(),
                version,
                Duration.between(start, Instant.now()).toSeconds(),
                folders.socket().toString(),
                folders.data().toString(),
                instances.size(),
                (int) instances.stream()
                        .filter(instance -> instance.state().equals("running"))
                        .count());
    }
}
