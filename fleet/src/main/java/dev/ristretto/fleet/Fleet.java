package dev.ristretto.fleet;

import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.balancer.Balancing;
import dev.ristretto.fleet.balancer.LocalBalancing;
import dev.ristretto.fleet.console.ConsoleFiles;
import dev.ristretto.fleet.console.ConsoleReader;
import dev.ristretto.fleet.console.Position;
import dev.ristretto.fleet.database.AuditLog;
import dev.ristretto.fleet.database.EventQuery;
import dev.ristretto.fleet.database.FleetDatabase;
import dev.ristretto.fleet.database.FleetDatabase.Happening;
import dev.ristretto.fleet.database.InstanceRecord;
import dev.ristretto.fleet.database.KeptAnswers;
import dev.ristretto.fleet.database.State;
import dev.ristretto.fleet.database.Tokens;
import dev.ristretto.fleet.database.Wanted;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageException;
import dev.ristretto.image.ImageStore;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Hypervisor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All instances of a user. Methods that change something return when it has come about. Safe for use by several threads. Closing a fleet leaves its
 * instances running.
 */
public final class Fleet implements AutoCloseable {

    /** How long an application may take to stop unless another time is given. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private final FleetFolders folders;
    private final ImageStore images;
    private final ImageHolds holds;
    private final List<Hypervisor> hypervisors;
    private final InstantSource clock;
    private final FleetDatabase database;
    private final InstanceIndex instances = new InstanceIndex();
    private final ReconcilerLoops loops = new ReconcilerLoops();
    private final ConsoleCare care;
    private final Sampling sampling;
    private final Guests guests = new Guests();
    private final HealthMonitor health;
    private final Services services;
    private final Balancing balancing;

    /**
     * Opens a fleet and takes its instances over, running or not.
     *
     * @throws FleetException if its database cannot be used
     */
    public Fleet(FleetFolders folders, ImageStore images, Hypervisor hypervisor, InstantSource clock) {
        this(folders, images, List.of(hypervisor), clock, new LocalBalancing());
    }

    /**
     * The same with several hypervisors, and with a balancer for its services, which is closed with it.
     *
     * @throws FleetException if its database cannot be used
     */
    public Fleet(
            FleetFolders folders,
            ImageStore images,
            List<Hypervisor> hypervisors,
            InstantSource clock,
            Balancing balancing) {
        this.folders = folders;
        this.images = images;
        this.holds = new ImageHolds(images);
        this.hypervisors = List.copyOf(hypervisors);
        this.clock = clock;
        this.balancing = balancing;
        folders.create();
        database = FleetDatabase.open(folders.database());
        health = new HealthMonitor(clock);
        services = new Services(database, images, this.hypervisors, new OwnMembers(), balancing, clock);
        database.instances().forEach(this::keep);
        holds.repair(instances);
        instances.all().forEach(health::notice);
        instances.all().forEach(this::reconcile);
        services.begin();
        care = new ConsoleCare(instances.all(), clock);
        sampling = new Sampling(() -> usage(List.of()), services, clock);
        sampling.start();
    }

    private Reconciler keep(InstanceRecord instance) {
        Reconciler reconciler = new Reconciler(
                instance,
                database,
                Specifications.hypervisor(hypervisors, instance.specification()),
                clock,
                new InstanceFiles(folders, instance.id()),
                () -> images.release(instance.name()),
                this::notice);
        instances.add(reconciler);
        return reconciler;
    }

    /** An instance has changed; called from within its step. */
    private void notice(Reconciler instance) {
        health.notice(instance);
        services.notice(instance.record());
    }

    /** What everything is written down in, for those who have it fail. */
    FleetDatabase database() {
        return database;
    }

    /** All instances with what keeps them. */
    Collection<Reconciler> instances() {
        return instances.all();
    }

    /** Has everything looked at again, for those whose time does not pass by itself. */
    void wake() {
        instances.all().forEach(instance -> instance.signal().raise());
        services.wake();
    }

    /** How many instances have a step being taken. */
    long steppers() {
        return loops.awake();
    }

    /** What is made of several instances. */
    public Services services() {
        return services;
    }

    private final class OwnMembers implements Members {

        @Override
        public List<Reconciler> of(String service) {
            return instances.ofService(service).stream()
                    .filter(instance -> !instance.isRemoved())
                    .toList();
        }

        @Override
        public boolean exists(String name) {
            return instances.contains(name);
        }

        @Override
        public boolean hasPort(int port) {
            return instances.hasPort(port);
        }

        @Override
        public void create(String name, Specification specification) {
            reconcile(insert(name, specification));
        }
    }

    private void reconcile(Reconciler reconciler) {
        loops.start(reconciler, () -> instances.remove(reconciler));
    }

    /**
     * Makes an instance and starts it.
     *
     * @throws FleetException if it cannot be started; nothing is left of it then
     */
    public InstanceView create(NewInstance wish) throws InterruptedException {
        Reconciler reconciler = insert(wish);
        reconcile(reconciler);
        InstanceRecord first;
        try {
            first = reconciler.bringAbout(InstanceRecord::wasTried);
        } catch (FleetException e) {
            withdraw(reconciler, e);
            throw e;
        }
        InstanceRecord.End end = first.last();
        if (first.started() == null && end != null) {
            FleetException failure = new FleetException(Kind.CONFLICT, end.reason());
            withdraw(reconciler, failure);
            throw failure;
        }
        return Views.of(first);
    }

    private void withdraw(Reconciler reconciler, FleetException because) throws InterruptedException {
        try {
            remove(reconciler, true);
        } catch (FleetException e) {
            because.addSuppressed(e);
            // Whoever wanted it is told that there is none.
            reconciler.abandon();
        }
    }

    private synchronized Reconciler insert(NewInstance wish) {
        Specification specification = wish.specification();
        String name = wish.name() == null ? freeName(specification.image()) : wish.name();
        Labels.check(specification.labels());
        return insert(name, specification);
    }

    private synchronized Reconciler insert(String name, Specification specification) {
        InstanceName.check(name);
        if (instances.contains(name)) {
            throw new FleetException(
                    Kind.CONFLICT,
                    "There is an instance " + name + " already\nChoose another --name, or: ristretto rm " + name);
        }
        try {
            Specifications.check(hypervisors, name, specification);
            Image image = images.hold(specification.digest(), name);
            InstanceRecord record = InstanceRecord.create(
                    name,
                    specification.withImage(image.digest(), image.kernel().toString()),
                    GRACE.toMillis(),
                    clock.instant());
            Happening created = new Happening("created", "image " + specification.image(), clock.instant());
            return database.alone(() -> keep(database.insert(record, created)));
        } catch (ImageException e) {
            throw Obstacles.ofStore(e);
        } catch (FleetException e) {
            holds.release(name);
            throw e;
        }
    }

    private String freeName(String image) {
        String base = image.replaceFirst(":.*", "").replace('/', '-');
        String name = base;
        for (int number = 2; instances.contains(name); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    /** All instances, by name. */
    public List<InstanceView> list() {
        return list(InstanceFilter.ALL, "", Integer.MAX_VALUE);
    }

    /** The first instances behind a name, by name. */
    public List<InstanceView> list(InstanceFilter filter, String after, int most) {
        return instances.behind(after).stream()
                .map(Reconciler::record)
                .filter(filter::matches)
                .limit(most)
                .map(Views::of)
                .toList();
    }

    /**
     * One instance.
     *
     * @throws FleetException if there is none of this exact name
     */
    public InstanceView get(String name) {
        return Views.of(find(name).record());
    }

    private Reconciler find(String name) {
        Reconciler reconciler = instances.get(name);
        if (reconciler == null || reconciler.isRemoved()) {
            List<String> names = instances.names().stream().limit(10).toList();
            throw new FleetException(
                    Kind.UNKNOWN,
                    "No instance is called " + name + ". "
                            + (names.isEmpty() ? "There are none." : "Instances: " + String.join(", ", names) + "."));
        }
        return reconciler;
    }

    /** Starts an instance that does not run, or whose next start is some way off. */
    public InstanceView start(String name) throws InterruptedException {
        return startAs(Wanted.RUNNING, name, GRACE);
    }

    /** Stops an instance: asks it, then kills it if it takes too long. */
    public InstanceView stop(String name, Duration grace) throws InterruptedException {
        Reconciler reconciler = find(name);
        want(reconciler, Wanted.STOPPED, grace);
        return Views.of(
                reconciler.bringAbout(record -> record.wanted() != Wanted.STOPPED || record.state() == State.ENDED));
    }

    /** Stops an instance if it runs, and starts it. */
    public InstanceView restart(String name, Duration grace) throws InterruptedException {
        return startAs(Wanted.RESTARTED, name, grace);
    }

    private InstanceView startAs(Wanted wanted, String name, Duration grace) throws InterruptedException {
        Reconciler reconciler = find(name);
        Instant before = reconciler.record().started();
        want(reconciler, wanted, grace);
        InstanceRecord record = reconciler.bringAbout(now -> now.wanted() != Wanted.RESTARTED
                && (now.state() == State.RUNNING
                        || now.state() == State.ENDED
                        || (now.state() == State.WAITING && now.attempts() > 0)));
        InstanceRecord.End end = record.last();
        boolean never = record.state() != State.RUNNING && Objects.equals(record.started(), before);
        if (never && end != null && end.status() == Ends.NOT_STARTED) {
            throw new FleetException(Kind.CONFLICT, end.reason());
        }
        return Views.of(record);
    }

    /**
     * Removes an instance with everything it has left.
     *
     * @param force kills it first if it runs
     */
    public void remove(String name, boolean force) throws InterruptedException {
        remove(find(name), force);
    }

    private void remove(Reconciler reconciler, boolean force) throws InterruptedException {
        String name = reconciler.record().name();
        reconciler.want(
                Wanted.REMOVED,
                Duration.ZERO,
                record -> force || record.state() == State.ENDED || record.state() == State.WAITING,
                name + " is " + reconciler.record().state() + "\nStop it first, or: ristretto rm -f " + name);
        reconciler.bringAbout(record -> false);
        instances.remove(reconciler);
    }

    /** Waits for a while until an instance has ended and is not to be started again, or is gone; what has become of it until then. */
    public InstanceView await(String name, Duration patience) throws InterruptedException {
        Reconciler reconciler = find(name);
        return Views.of(reconciler.await(InstanceRecord::isOver, patience).orElseGet(reconciler::record));
    }

    /** Whether there is still an instance of this name and it has not ended for good. */
    public boolean isActive(String name) {
        Reconciler reconciler = instances.get(name);
        return reconciler != null
                && !reconciler.isRemoved()
                && !reconciler.record().isOver();
    }

    private static void want(Reconciler reconciler, Wanted wanted, Duration grace) {
        reconciler.want(
                wanted,
                grace,
                record -> record.wanted() != Wanted.REMOVED,
                reconciler.record().name() + " is being removed");
    }

    /** What an instance has written to its console, from a time on or from the beginning. */
    public ConsoleReader console(String name, Optional<Instant> since) {
        ConsoleFiles files = find(name).files().console();
        try {
            return files.reader(since.isPresent() ? files.at(since.get()) : Position.START);
        } catch (IOException e) {
            throw new FleetException(Kind.FAILURE, "The console of " + name + " cannot be read: " + e, e);
        }
    }

    /** What the running instances among those named use; all if none is named. */
    public List<Usage> usage(List<String> names) {
        List<Usage> usages = new ArrayList<>();
        Collection<Reconciler> wanted = names.isEmpty()
                ? instances.all()
                : names.stream().map(this::find).toList();
        for (Reconciler reconciler : wanted) {
            InstanceRecord record = reconciler.record();
            Optional.ofNullable(record.process())
                    .flatMap(process -> process.usage()
                            .map(usage -> new Usage(
                                    record.name(),
                                    process.pid(),
                                    usage.cpuSeconds(),
                                    usage.memoryBytes(),
                                    record.specification().memoryBytes())))
                    .ifPresent(usages::add);
        }
        return usages;
    }

    /** What the kernels of running instances have counted, by name, as far as they answer soon. */
    public Map<String, GuestCounters> figures() throws InterruptedException {
        guests.retain(instances.all());
        return guests.ask(instances.all());
    }

    /** What an instance's kernel has counted. */
    public InstanceFigures figures(String name) throws InterruptedException {
        return Views.of(Optional.ofNullable(guests.ask(List.of(find(name))).get(name)));
    }

    /** What instances are made from. */
    public ImageStore images() {
        return images;
    }

    /** What instances used in the last while. */
    public Samples samples() {
        return sampling.samples();
    }

    /** What services did in the last while. */
    public ServiceSamples serviceSamples() {
        return sampling.serviceSamples();
    }

    /** Looks at instances and services. */
    Sampling sampling() {
        return sampling;
    }

    /** Events, at most so many. */
    public List<Event> events(EventQuery query, int most) {
        return database.events(query, most);
    }

    /** The same, but waits for the next one if there is none yet; empty if the time is over. */
    public List<Event> awaitEvents(EventQuery query, int most, Duration patience) throws InterruptedException {
        return database.awaitEvents(query, most, patience);
    }

    /** Who may use the API besides the user. */
    public Tokens tokens() {
        return database.tokens();
    }

    /** Who has asked for what. */
    public AuditLog audit() {
        return database.audit();
    }

    /** What was answered to requests that may be sent again. */
    public KeptAnswers keptAnswers() {
        return database.keptAnswers();
    }

    @Override
    public void close() {
        care.stop();
        sampling.stop();
        health.stop();
        // Services first: they make instances.
        services.stop();
        loops.stop();
        balancing.close();
        database.close();
    }
}
