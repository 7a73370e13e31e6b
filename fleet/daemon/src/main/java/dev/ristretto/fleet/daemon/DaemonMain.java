package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.BalancerLink;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Listening;
import dev.ristretto.fleet.launcher.DaemonLauncher;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.provider.Hypervisors;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the daemon begins. It writes to standard error, which whoever starts it leads to a file. */
public final class DaemonMain {

    private static final Logger LOG = System.getLogger(DaemonMain.class.getName());

    /** Kept here, because a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger JETTY = java.util.logging.Logger.getLogger("org.eclipse.jetty");

    private DaemonMain() {}

    /**
     * Runs the daemon until it is told to stop; instances go on.
     *
     * @param arguments the data folder, the cache folder and the version of ristretto; then, if it is to listen there,
     *     address and port, and if that takes TLS the files of certificate and key
     */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        Path cache = Path.of(arguments[1]);
        Optional<Listening> listening = listening(List.of(arguments).subList(3, arguments.length));
        List<Hypervisor> hypervisors = Hypervisors.of(System.getenv().getOrDefault("PATH", ""), cache);
        run(data, arguments[2], hypervisors, listening);
    }

    /**
     * The same with any hypervisors. Ends this process.
     *
     * @param data ristretto's own data folder
     */
    static void run(Path data, String version, List<Hypervisor> hypervisors, Optional<Listening> listening)
            throws Exception {
        JETTY.setLevel(java.util.logging.Level.WARNING);
        FleetFolders folders = FleetFolders.of(data);
        DaemonLog.limit(folders);
        try (DaemonLock lock = lock(folders)) {
            if (lock == null) {
                LOG.log(Level.INFO, "another daemon runs: " + folders.lock());
                System.exit(DaemonLauncher.ALREADY_RUNNING);
            }
            // SQLite's code is unpacked at every start; what a killed daemon leaves there, the next one deletes.
            System.setProperty(
                    "org.sqlite.tmpdir",
                    Files.createDirectories(folders.data().resolve("native")).toString());
            serve(folders, new ImageStore(data.resolve("images")), version, hypervisors, listening);
        } catch (FleetException e) {
            // Whoever started it is told the last lines of its log.
            System.err.println(
                    "The daemon cannot start: " + String.valueOf(e.getMessage()).replace("\n", ". "));
            System.exit(1);
        }
        // Answers that were still being written are given up.
        System.exit(0);
    }

    private static @Nullable DaemonLock lock(FleetFolders folders) {
        folders.create();
        return DaemonLock.take(folders.lock());
    }

    private static Optional<Listening> listening(List<String> arguments) {
        return switch (arguments.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Listening.parse(arguments.get(0), Optional.empty()));
            default ->
                Optional.of(Listening.parse(
                        arguments.get(0),
                        Optional.of(new Listening.Tls(Path.of(arguments.get(1)), Path.of(arguments.get(2))))));
        };
    }

    private static void serve(
            FleetFolders folders,
            ImageStore images,
            String version,
            List<Hypervisor> hypervisors,
            Optional<Listening> listening)
            throws Exception {
        Instant start = Instant.now();
        AtomicReference<@Nullable String> url = new AtomicReference<>();
        CountDownLatch stop = new CountDownLatch(1);
        try (Fleet fleet = new Fleet(
                        folders,
                        images,
                        hypervisors,
                        Clock.tickMillis(ZoneOffset.UTC),
                        new BalancerLink(folders.balancerSocket(), version, new BalancerProcess(folders, version)));
                Daemon daemon = new Daemon(
                        fleet,
                        folders.socket(),
                        InstantSource.system(),
                        Daemon.Limits.ofHeap(Runtime.getRuntime().maxMemory()),
                        () -> status(fleet, folders, version, start, url.get()),
                        stop::countDown)) {
            daemon.start();
            listening.ifPresent(wanted -> url.set(listen(daemon, wanted)));
            LOG.log(Level.INFO, "ready, process " + ProcessHandle.current().pid());
            stop.await();
            LOG.log(Level.INFO, "stopping; instances go on");
        }
    }

    /** A port that somebody else has must not keep instances from being looked after. */
    private static @Nullable String listen(Daemon daemon, Listening wanted) {
        try {
            String url = daemon.listen(wanted);
            LOG.log(Level.INFO, "listening on " + url);
            return url;
        } catch (FleetException e) {
            LOG.log(Level.WARNING, e.getMessage());
            return null;
        }
    }

    private static DaemonStatus status(
            Fleet fleet, FleetFolders folders, String version, Instant start, @Nullable String url) {
        List<InstanceView> instances = fleet.instances().list();
        return new DaemonStatus(
                ProcessHandle.current().pid(),
                version,
                Duration.between(start, Instant.now()).toSeconds(),
                folders.socket().toString(),
                url,
                folders.data().toString(),
                instances.size(),
                (int) instances.stream()
                        .filter(instance -> instance.state() == InstanceState.RUNNING)
                        .count());
    }
}
