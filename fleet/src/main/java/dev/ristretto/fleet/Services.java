package dev.ristretto.fleet;

import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.balancer.Balancing;
import dev.ristretto.fleet.balancer.Balancing.Observation;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.database.FleetDatabase;
import dev.ristretto.fleet.database.FleetDatabase.Happening;
import dev.ristretto.fleet.database.InstanceRecord;
import dev.ristretto.fleet.database.ServiceRecord;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageException;
import dev.ristretto.image.ImageStore;
import dev.ristretto.run.host.HostPorts;
import dev.ristretto.run.host.PortUnavailableException;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.host.PublishedPort.Protocol;
import dev.ristretto.run.vmm.Hypervisor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All services of a user. Methods that change something return once that is decided and written down; what comes of it, {@link #await} tells. Safe for
 * use by several threads.
 */
public final class Services {

    /** What stands between a service and a revision in the name under which an image is held; no instance can be called so. */
    static final String REVISION_MARK = "@";

    private static final Logger LOG = System.getLogger(Services.class.getName());

    /** Its instances have a revision and a number behind it. */
    private static final int LONGEST_NAME = 48;

    private static final int MOST_ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FleetDatabase database;
    private final ImageStore images;
    private final List<Hypervisor> hypervisors;
    private final Members members;
    private final Balancing balancing;
    private final InstantSource clock;
    private final Map<String, ServiceReconciler> services = new ConcurrentHashMap<>();
    private final ReconcilerLoops loops = new ReconcilerLoops();

    Services(
            FleetDatabase database,
            ImageStore images,
            List<Hypervisor> hypervisors,
            Members members,
            Balancing balancing,
            InstantSource clock) {
        this.database = database;
        this.images = images;
        this.hypervisors = hypervisors;
        this.members = members;
        this.balancing = balancing;
        this.clock = clock;
        database.services().forEach(this::keep);
        balancing.listen(this::notice);
    }

    /** Goes on with what was found in the database. */
    void begin() {
        holdImages();
        // The balancer may have gone on alone: it is to learn what has changed, and not that all is gone.
        services.values().forEach(ServiceReconciler::route);
        balancing.begin();
        services.values().forEach(this::reconcile);
        services.values().forEach(service -> service.signal().raise());
    }

    private ServiceReconciler keep(ServiceRecord service) {
        ServiceReconciler reconciler =
                new ServiceReconciler(service, database, members, balancing, clock, this::holdImages);
        services.put(service.name(), reconciler);
        return reconciler;
    }

    private void reconcile(ServiceReconciler service) {
        loops.start(service, () -> services.remove(service.name(), service));
    }

    /** An instance has changed; does not wait. */
    void notice(InstanceRecord instance) {
        String service = instance.specification().labels().get(Members.SERVICE);
        if (service != null) {
            notice(service);
        }
    }

    private void notice(String name) {
        ServiceReconciler service = services.get(name);
        if (service != null) {
            service.signal().raise();
        }
    }

    /** Each revision that a service may come to needs its image, whether an instance runs it or not. */
    private synchronized void holdImages() {
        try {
            Map<String, String> needed = new HashMap<>();
            services.values().stream()
                    .filter(service -> !service.isRemoved())
                    .forEach(service -> service.revisions()
                            .forEach((number, specification) ->
                                    needed.put(holder(service.name(), number), specification.digest())));
            Map<String, String> held = images.holders();
            needed.forEach((holder, digest) -> {
                if (!digest.equals(held.get(holder))) {
                    images.hold(digest, holder);
                }
            });
            Set<String> gone = new HashSet<>(held.keySet());
            gone.removeIf(holder -> !holder.contains(REVISION_MARK) || needed.containsKey(holder));
            gone.forEach(images::release);
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the images of services are not held: " + e.getMessage());
        }
    }

    private static String holder(String service, int revision) {
        return service + REVISION_MARK + revision;
    }

    /** Makes a service and begins to bring it up. */
    public synchronized ServiceView create(NewService wish) throws InterruptedException {
        String name = wish.name();
        InstanceName.check(name);
        if (name.length() > LONGEST_NAME) {
            throw new FleetException(
                    Kind.INVALID,
                    "The name of a service has at most " + LONGEST_NAME + " letters, not " + name.length());
        }
        if (services.containsKey(name)) {
            throw new FleetException(
                    Kind.CONFLICT,
                    "There is a service " + name + " already\nUse ristretto service update " + name
                            + ", or remove it: ristretto service rm " + name);
        }
        ServiceSettings settings = wish.settings();
        Specification specification = prepare(name, wish.specification(), settings);
        requireFree(settings);
        ServiceRecord record = ServiceRecord.create(name, settings, settings.replicas(), clock.instant());
        Happening created = new Happening(
                "service-created",
                "image " + specification.image() + ", " + settings.replicas() + " replicas",
                clock.instant());
        ServiceReconciler service = database.alone(() -> keep(database.insert(record, specification, created)));
        holdImages();
        reconcile(service);
        return service.view();
    }

    /** The balancer may be about to leave the port of a service that was removed just now. */
    private static void requireFree(ServiceSettings settings) throws InterruptedException {
        String publish = settings.publish();
        if (publish == null) {
            return;
        }
        List<PublishedPort> ports = List.of(PublishedPort.parse(publish));
        for (int attempt = 1; ; attempt++) {
            try {
                HostPorts.requireFree(ports);
                return;
            } catch (PortUnavailableException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new FleetException(Kind.CONFLICT, String.valueOf(e.getMessage()), e);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** With its image found, always started again, and with a check if there is a way to take one. */
    private Specification prepare(String name, Specification wish, ServiceSettings settings) {
        try {
            Labels.check(wish.labels());
            String publish = settings.publish();
            if (publish != null && PublishedPort.parse(publish).protocol() != Protocol.TCP) {
                throw new FleetException(Kind.INVALID, "A service listens on a TCP port, not " + publish);
            }
            HealthCheck health = wish.health() == null && publish != null ? HealthCheck.of("tcp") : wish.health();
            Specification whole = wish.withPorts(publish == null ? List.of() : List.of(publish))
                    .withRestart("always")
                    .with(wish.labels(), health);
            Specifications.check(hypervisors, name, whole);
            Image image = images.resolve(wish.digest());
            return whole.withPorts(List.of())
                    .withImage(image.digest(), image.kernel().toString());
        } catch (IllegalArgumentException | ImageException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** Begins to bring a service to another specification. */
    public ServiceView update(String name, Specification wish) {
        ServiceReconciler service = find(name);
        service.update(prepare(name, wish, service.record().settings()));
        return service.view();
    }

    /** Begins to bring a service back. */
    public ServiceView rollBack(String name) {
        ServiceReconciler service = find(name);
        service.rollBack();
        return service.view();
    }

    /** Changes how many replicas there are to be. */
    public ServiceView scale(String name, int replicas) {
        ServiceReconciler service = find(name);
        try {
            service.scale(settings -> settings.withReplicas(replicas));
        } catch (IllegalArgumentException e) {
            throw new FleetException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
        return service.view();
    }

    /**
     * Changes how a service is changed and how many replicas it has. Where clients come is a service's for life: replicas and balancer are made for it.
     */
    public ServiceView configure(String name, ServiceSettings wish) {
        ServiceReconciler service = find(name);
        service.scale(settings -> {
            if (!Objects.equals(settings.publish(), wish.publish()) || settings.http() != wish.http()) {
                throw new FleetException(
                        Kind.INVALID,
                        "The port and the protocol of service " + name
                                + " cannot be changed\nRemove it and make another one: ristretto service rm " + name);
            }
            return wish;
        });
        return service.view();
    }

    /** Begins to remove a service with its instances. */
    public ServiceView remove(String name) {
        ServiceReconciler service = find(name);
        service.remove();
        return service.view();
    }

    /** All services, by name. */
    public List<ServiceView> list() {
        return services.values().stream()
                .map(ServiceReconciler::view)
                .sorted(Comparator.comparing(ServiceView::name))
                .toList();
    }

    /**
     * One service.
     *
     * @throws FleetException if there is none of this exact name
     */
    public ServiceView get(String name) {
        return find(name).view();
    }

    /** What the balancer has reported of a service, if it has. */
    public Optional<Traffic> traffic(String name) {
        return balancing.observe(name).map(Observation::traffic);
    }

    /**
     * One service when something has changed, or after a while.
     *
     * @param since the changes that are known, {@link ServiceView#changes}
     */
    public ServiceView await(String name, long since, Duration patience) throws InterruptedException {
        ServiceReconciler service = find(name);
        service.await(since, patience);
        return find(name).view();
    }

    private ServiceReconciler find(String name) {
        ServiceReconciler service = services.get(name);
        if (service != null && service.isRemoved()) {
            // From now on its name is free.
            services.remove(name, service);
            service = null;
        }
        if (service == null) {
            throw unknown(name);
        }
        return service;
    }

    private FleetException unknown(String name) {
        List<String> names = services.keySet().stream()
                .filter(other -> !other.equals(name))
                .sorted()
                .limit(10)
                .toList();
        return new FleetException(
                Kind.UNKNOWN,
                "No service is called " + name + ". "
                        + (names.isEmpty() ? "There are none." : "Services: " + String.join(", ", names) + "."));
    }

    /** Has every service looked at again. */
    void wake() {
        services.values().forEach(service -> service.signal().raise());
    }

    /** Has nothing more done for them; they go on as they are. */
    void stop() {
        loops.stop();
    }
}
