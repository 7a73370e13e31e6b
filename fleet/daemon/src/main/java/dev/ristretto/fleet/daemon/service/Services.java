package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.fleet.balancer.LoadBalancer;
import dev.ristretto.fleet.balancer.LoadBalancer.Observation;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.instance.SpecificationLimits;
import dev.ristretto.fleet.daemon.instance.StorageFailures;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.model.ReplicaLabels;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.fleet.daemon.reconcile.ReconcilerLoops;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.volume.VolumeStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * All services of a user. Methods that change something return once that is decided and written down; what comes of it,
 * {@link #await} tells. Safe for use by several threads.
 */
public final class Services {

    private static final SpecificationLimits LIMITS = SpecificationLimits.of(3_000);

    /** Its instances have a revision and a number behind it. */
    private static final int LONGEST_NAME = 48;

    private final FleetDatabase database;
    private final ImageStore images;
    private final RevisionImages revisionImages;
    private final ServiceVolumes volumes;
    private final ServicePreparation preparation;
    private final ReplicaSet replicas;
    private final LoadBalancer balancer;
    private final InstantSource clock;
    private final Map<String, ServiceReconciler> services = new ConcurrentHashMap<>();
    private final ReconcilerLoops loops = new ReconcilerLoops();
    /** Reads those that there are; nothing is done for them before {@link #begin}. */
    public Services(
            FleetDatabase database,
            ImageStore images,
            VolumeStore volumes,
            List<Hypervisor> hypervisors,
            ReplicaSet replicas,
            LoadBalancer balancer,
            InstantSource clock) {
        this.database = database;
        this.images = images;
        this.revisionImages = new RevisionImages(images);
        this.volumes = new ServiceVolumes(volumes);
        this.preparation = new ServicePreparation(images, this.volumes, hypervisors);
        this.replicas = replicas;
        this.balancer = balancer;
        this.clock = clock;
        database.services().forEach(this::keep);
        balancer.listen(this::notice);
    }

    /** Goes on with what was found in the database. */
    public void begin() {
        holdWhatTheyNeed();
        // The balancer may have gone on alone: it is to learn what has changed, and not that all is gone.
        services.values().forEach(ServiceReconciler::route);
        balancer.begin();
        services.values().forEach(this::reconcile);
        services.values().forEach(service -> service.trigger().raise());
    }

    private ServiceReconciler keep(ServiceRecord service) {
        ServiceReconciler reconciler =
                new ServiceReconciler(service, database, replicas, balancer, clock, this::holdWhatTheyNeed);
        services.put(service.name(), reconciler);
        return reconciler;
    }

    private void reconcile(ServiceReconciler service) {
        loops.start(service, () -> services.remove(service.name(), service));
    }

    /** An instance has changed; does not wait. */
    public void notice(InstanceRecord instance) {
        String service = instance.specification().labels().get(ReplicaLabels.SERVICE);
        if (service != null) {
            notice(service);
        }
    }

    private void notice(String name) {
        ServiceReconciler service = services.get(name);
        if (service != null) {
            service.trigger().raise();
        }
    }

    private void holdWhatTheyNeed() {
        revisionImages.hold(services.values());
        volumes.keep(services.values());
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
        Specification specification = prepared(name, wish.specification(), settings);
        ServicePreparation.requireFree(settings);
        ServiceRecord record = ServiceRecord.create(name, settings, settings.replicas(), clock.instant());
        NewEvent created = new NewEvent(
                EventKind.SERVICE_CREATED,
                "image " + specification.image() + ", " + settings.replicas() + " replicas",
                clock.instant());
        ServiceReconciler service = database.alone(() -> keep(database.insert(record, specification, created)));
        holdWhatTheyNeed();
        reconcile(service);
        return service.view();
    }

    private Specification prepared(String name, Specification wish, ServiceSettings settings) {
        Specification whole = preparation.prepare(name, wish, settings);
        List<Specification> others = services.values().stream()
                .flatMap(service -> service.revisions().values().stream())
                .toList();
        LIMITS.requireRoom("services' revisions", others, whole);
        return whole;
    }

    /** Begins to bring a service to another specification. */
    public ServiceView update(String name, Specification wish) {
        return update(
                name,
                (service, now) -> new SpecificationPatch(
                        prepared(name, wish, service.record().settings()), Optional.empty()));
    }

    /**
     * Begins to bring a service to its present specification with some changes.
     *
     * @throws FleetException if there is no such image, or what comes of it cannot be run
     */
    public ServiceView patch(String name, ServicePatch patch) {
        return update(name, (service, now) -> {
            try {
                SpecificationPatch merged = SpecificationPatch.apply(patch, now, images);
                Specification next =
                        prepared(name, merged.specification(), service.record().settings());
                return new SpecificationPatch(next, merged.warning());
            } catch (ImageException e) {
                throw StorageFailures.ofStore(e);
            }
        });
    }

    private ServiceView update(String name, BiFunction<ServiceReconciler, Specification, SpecificationPatch> change) {
        ServiceReconciler service = find(name);
        service.update(now -> change.apply(service, now));
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

    /** Changes how a service is changed and how many replicas it has; where clients come is a service's for life. */
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
        return stream("").toList();
    }

    /** The services behind a name, by name, each looked at when it is its turn. */
    public Stream<ServiceView> stream(String after) {
        return services.values().stream()
                .filter(service -> service.name().compareTo(after) > 0)
                .sorted(Comparator.comparing(ServiceReconciler::name))
                .map(ServiceReconciler::view);
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
        return balancer.observe(name).map(Observation::traffic);
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
        if (service != null && !service.isRemoved()) {
            return service;
        }
        if (service != null) {
            // From now on its name is free.
            services.remove(name, service);
        }
        List<String> names = services.keySet().stream()
                .filter(other -> !other.equals(name))
                .sorted()
                .limit(10)
                .toList();
        throw new FleetException(
                Kind.UNKNOWN,
                "No service is called " + name + ". "
                        + (names.isEmpty() ? "There are none." : "Services: " + String.join(", ", names) + "."));
    }

    /** Has every service looked at again. */
    public void wake() {
        services.values().forEach(service -> service.trigger().raise());
    }

    /** Has nothing more done for them; they go on as they are. */
    public void stop() {
        loops.stop();
    }
}
