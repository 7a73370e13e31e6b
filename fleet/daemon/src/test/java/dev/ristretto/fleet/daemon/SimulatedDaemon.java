package dev.ristretto.fleet.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.balancer.LocalLoadBalancer;
import dev.ristretto.fleet.balancer.LoopbackPorts;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Listening;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** The whole daemon but its process: API on a socket, database, simulated instances of the image {@code shop}. */
public final class SimulatedDaemon implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServiceSettings SETTINGS = new ServiceSettings(null, false, 0, 1, 1000, 0, null);

    /** The heap that a daemon has by default. */
    static final long HEAP = 96L << 20;

    private static final Daemon.Limits LIMITS = limits(1000, Duration.ofMinutes(1));

    final SimulatedClock clock = new SimulatedClock();
    final SimulatedHypervisor hypervisor = new SimulatedHypervisor(new Random(1), clock);
    private final SimulatedHypervisor processes = new SimulatedHypervisor("process", new Random(2), clock);
    final Image image;
    final Path socket;
    private final FleetFolders folders;
    private final ImageStore images;
    private final Daemon.Limits limits;
    private final Optional<Listening> listening;
    String url = "";
    Fleet fleet;
    List<ApiRoute> routes;
    private Daemon daemon;

    /** What a daemon's heap allows, but for these. */
    static Daemon.Limits limits(int lasting, Duration patience) {
        Daemon.Limits usual = Daemon.Limits.ofHeap(HEAP);
        return new Daemon.Limits(
                usual.owner().withLasting(lasting).withTimes(patience, patience),
                usual.network().withLasting(lasting).withTimes(patience, patience));
    }

    /** A daemon whose files are in a folder. */
    public SimulatedDaemon(Path folder) throws Exception {
        this(folder, LIMITS, Optional.empty());
    }

    /** A daemon where the command line looks for it, with the same images. */
    public static SimulatedDaemon ofUser(Path dataFolder) throws Exception {
        return ofUser(dataFolder, dataFolder.resolve("images"));
    }

    /** A daemon where the command line looks for it, with other images, as one on another host has. */
    public static SimulatedDaemon ofUser(Path dataFolder, Path images) throws Exception {
        return new SimulatedDaemon(FleetFolders.of(dataFolder), new ImageStore(images), LIMITS, Optional.empty());
    }

    SimulatedDaemon(Path folder, Daemon.Limits limits, Optional<Listening> listening) throws Exception {
        this(new FleetFolders(folder.resolve("data")), new ImageStore(folder.resolve("images")), limits, listening);
    }

    private SimulatedDaemon(
            FleetFolders folders, ImageStore images, Daemon.Limits limits, Optional<Listening> listening)
            throws Exception {
        this.folders = folders;
        this.images = images;
        image = SimulatedImages.put(images, "shop");
        socket = folders.socket();
        this.limits = limits;
        this.listening = listening;
        open();
    }

    private void open() throws Exception {
        fleet = new Fleet(folders, images, List.of(hypervisor, processes), clock, new LocalLoadBalancer());
        DaemonStatus status = new DaemonStatus(1, "test", 2, socket.toString(), null, "data", 0, 0);
        daemon = new Daemon(fleet, socket, clock, limits, () -> status, () -> {});
        routes = daemon.routes();
        daemon.start();
        url = listening.map(daemon::listen).orElse("");
    }

    /** Another daemon takes over. */
    public void restart() throws Exception {
        close();
        open();
    }

    /** Lets time pass; what was asked to stop long enough ago does. */
    public void pass(Duration time) {
        clock.pass(time);
        hypervisor.settle();
        processes.settle();
    }

    /** Listens on one more address. */
    String listen(Listening more) {
        return daemon.listen(more);
    }

    /** What its instances are made from. */
    ImageStore images() {
        return images;
    }

    /** A client of its own socket. */
    public FleetClient client() {
        return new FleetClient(socket);
    }

    /** The request that makes an instance. */
    String wish(String name) throws IOException {
        return JSON.writeValueAsString(SimulatedImages.instance(name, image, "no"));
    }

    /** The request that makes a service of no replicas. */
    String serviceWish(String name) throws IOException {
        return JSON.writeValueAsString(new NewService(name, specification(), SETTINGS));
    }

    /** The request that changes the settings of such a service. */
    String settings() throws IOException {
        return JSON.writeValueAsString(SETTINGS);
    }

    /** What an instance of the image runs. */
    public Specification specification() {
        return SimulatedImages.instance("any", image, "no").specification();
    }

    /** Makes instances. */
    public void create(String... names) throws Exception {
        for (String name : names) {
            fleet.instances().create(SimulatedImages.instance(name, image, "no"));
        }
    }

    /**
     * Makes a service that is reached by any port, whose replicas are healthy once they have printed that they are
     * ready.
     */
    public void createService(String name, int replicas) throws Exception {
        int port = LoopbackPorts.choose(taken -> false);
        fleet.services()
                .create(new NewService(
                        name,
                        checked(image),
                        new ServiceSettings("127.0.0.1:" + port + ":8080", false, replicas, 1, 60_000, 0, null)));
    }

    /** Begins to bring such a service to another image. */
    void updateService(String name, String imageName) {
        fleet.services().update(name, checked(SimulatedImages.put(images, imageName)));
    }

    /**
     * Makes an instance that is healthy once it has printed that it is ready.
     *
     * @param tier a label's value; empty for none
     */
    void createChecked(String name, String tier) throws InterruptedException {
        Map<String, String> labels = tier.isEmpty() ? Map.of() : Map.of("tier", tier);
        fleet.instances()
                .create(new NewInstance(
                        name, checked(image).with(labels, checked(image).health())));
    }

    private static Specification checked(Image image) {
        Specification plain = SimulatedImages.instance("any", image, "no").specification();
        return plain.with(Map.of(), new HealthCheck("console:ready", 50, 1000, 3, 60_000));
    }

    /** Waits until a service is as described. */
    ServiceView awaitService(String name, Predicate<ServiceView> goal) throws InterruptedException {
        ServiceView view = fleet.services().get(name);
        while (!goal.test(view)) {
            view = fleet.services().await(name, view.changes(), Duration.ofMillis(100));
            hypervisor.settle();
            processes.settle();
        }
        return view;
    }

    /** All that run write something, and so do those that are started until the next call. */
    public void print(String text) {
        hypervisor.greet(text);
        hypervisor.print(text);
    }

    /** Makes an instance with labels. */
    public void create(String name, Map<String, String> labels) throws Exception {
        fleet.instances().create(new NewInstance(name, specification().with(labels, null)));
    }

    Raw get(String path) throws IOException {
        return SocketRequests.send(socket, "GET", path, "", "");
    }

    Raw post(String path, String header, String body) throws IOException {
        return SocketRequests.send(socket, "POST", path, header, body);
    }

    JsonNode json(String path) throws IOException {
        return JSON.readTree(get(path).body());
    }

    @Override
    public void close() throws Exception {
        daemon.close();
        fleet.close();
    }
}
