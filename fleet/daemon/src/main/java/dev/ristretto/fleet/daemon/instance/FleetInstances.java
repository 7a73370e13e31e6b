package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.daemon.console.ConsoleFiles;
import dev.ristretto.fleet.daemon.console.ConsolePosition;
import dev.ristretto.fleet.daemon.console.ConsoleReader;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.reconcile.ReconcilerLoops;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.volume.VolumeStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All instances of a user. Methods that change something return when it has come about. Safe for use by several
 * threads. Closing this leaves the instances running.
 */
public final class FleetInstances implements AutoCloseable {

    private final FleetFolders folders;
    private final ImageStore images;
    private final ImageReferences references;
    private final List<Hypervisor> hypervisors;
    private final InstantSource clock;
    private final FleetDatabase database;
    private final Consumer<InstanceReconciler> observer;
    private final InstanceIndex instances = new InstanceIndex();
    private final ReconcilerLoops loops = new ReconcilerLoops();
    private final GuestPoller guestPoller = new GuestPoller();
    private final InstanceAdmission admission;

    /**
     * None yet.
     *
     * @param observer is told after every change of one, at once and from within; it must neither wait nor ask for
     *     another change
     */
    public FleetInstances(
            FleetFolders folders,
            ImageStore images,
            List<Hypervisor> hypervisors,
            InstantSource clock,
            FleetDatabase database,
            Consumer<InstanceReconciler> observer) {
        this.folders = folders;
        this.images = images;
        this.references = new ImageReferences(images);
        this.hypervisors = List.copyOf(hypervisors);
        this.clock = clock;
        this.database = database;
        this.observer = observer;
        this.admission = new InstanceAdmission(
                images,
                references,
                new VolumeStore(folders.volumes()),
                this.hypervisors,
                clock,
                database,
                instances,
                this::keep);
    }

    /** Reads those that there are. */
    public void load() {
        database.instances().forEach(this::keep);
        references.repair(instances);
    }

    /** Takes the steps of those that were read, running or not. */
    public void reconcile() {
        instances.all().forEach(this::reconcile);
    }

    private InstanceReconciler keep(InstanceRecord instance) {
        InstanceReconciler reconciler = new InstanceReconciler(
                instance,
                database,
                InstanceSpecifications.hypervisor(hypervisors, instance.specification()),
                clock,
                new InstanceFiles(folders, instance.id()),
                HeldImage.of(images, instance.name(), instance.specification().digest()),
                observer);
        instances.add(reconciler);
        return reconciler;
    }

    /** All instances with what keeps them, by name; what comes and goes meanwhile may be among them. */
    public Collection<InstanceReconciler> reconcilers() {
        return instances.all();
    }

    /** The replicas of a service, oldest first. */
    public List<InstanceReconciler> ofService(String service) {
        return instances.ofService(service).stream()
                .filter(instance -> !instance.isRemoved())
                .toList();
    }

    /** Whether an instance has this name. */
    public boolean contains(String name) {
        return instances.contains(name);
    }

    /** Whether a port of the loopback address is meant for an instance. */
    public boolean hasPort(int port) {
        return instances.hasPort(port);
    }

    /** Has all of them looked at again, for those whose time does not pass by itself. */
    public void wake() {
        instances.all().forEach(instance -> instance.trigger().raise());
    }

    /** How many have a step being taken. */
    public long awake() {
        return loops.awake();
    }

    /** Makes an instance and has it started; does not wait for it. */
    public void begin(String name, Specification specification) {
        reconcile(admission.admit(name, specification));
    }

    private void reconcile(InstanceReconciler reconciler) {
        loops.start(reconciler, () -> instances.remove(reconciler));
    }

    /**
     * Makes an instance and starts it.
     *
     * @throws FleetException if it cannot be started; nothing is left of it then
     */
    public InstanceView create(NewInstance wish) throws InterruptedException {
        InstanceReconciler reconciler = admission.admit(wish);
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
        return InstanceViews.of(first);
    }

    private void withdraw(InstanceReconciler reconciler, FleetException because) throws InterruptedException {
        try {
            remove(reconciler, true);
        } catch (FleetException e) {
            because.addSuppressed(e);
            // Whoever wanted it is told that there is none.
            reconciler.abandon();
        }
    }

    /** All instances, by name. */
    public List<InstanceView> list() {
        return stream(InstanceFilter.ALL, "").toList();
    }

    /** The instances behind a name, by name, each looked at when it is its turn. */
    public Stream<InstanceView> stream(InstanceFilter filter, String after) {
        return records(instances.behind(after), filter).map(InstanceViews::of);
    }

    private static Stream<InstanceRecord> records(Collection<InstanceReconciler> from, InstanceFilter filter) {
        return from.stream()
                .map(InstanceReconciler::record)
                .filter(record ->
                        filter.matches(record.name(), record.state(), record.health(), record.specification()));
    }

    /**
     * One instance.
     *
     * @throws FleetException if there is none of this exact name
     */
    public InstanceView get(String name) {
        return InstanceViews.of(find(name).record());
    }

    private InstanceReconciler find(String name) {
        InstanceReconciler reconciler = instances.get(name);
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
        return startAs(DesiredState.RUNNING, name, InstanceReconciler.GRACE);
    }

    /** Stops an instance: asks it, then kills it if it takes too long. */
    public InstanceView stop(String name, Duration grace) throws InterruptedException {
        InstanceReconciler reconciler = find(name);
        want(reconciler, DesiredState.STOPPED, grace);
        return InstanceViews.of(reconciler.bringAbout(
                record -> record.desired() != DesiredState.STOPPED || record.state() == InstanceState.ENDED));
    }

    /** Stops an instance if it runs, and starts it. */
    public InstanceView restart(String name, Duration grace) throws InterruptedException {
        return startAs(DesiredState.RESTARTED, name, grace);
    }

    private InstanceView startAs(DesiredState wanted, String name, Duration grace) throws InterruptedException {
        InstanceReconciler reconciler = find(name);
        Instant before = reconciler.record().started();
        want(reconciler, wanted, grace);
        InstanceRecord record = reconciler.bringAbout(now -> now.desired() != DesiredState.RESTARTED
                && (now.state() == InstanceState.RUNNING
                        || now.state() == InstanceState.ENDED
                        || (now.state() == InstanceState.WAITING && now.attempts() > 0)));
        InstanceRecord.End end = record.last();
        boolean never = record.state() != InstanceState.RUNNING && Objects.equals(record.started(), before);
        if (never && end != null && end.status() == InstanceExitStatus.NOT_STARTED) {
            throw new FleetException(Kind.CONFLICT, end.reason());
        }
        return InstanceViews.of(record);
    }

    /**
     * Removes an instance with everything it has left.
     *
     * @param force kills it first if it runs
     */
    public void remove(String name, boolean force) throws InterruptedException {
        remove(find(name), force);
    }

    private void remove(InstanceReconciler reconciler, boolean force) throws InterruptedException {
        String name = reconciler.record().name();
        reconciler.desire(
                DesiredState.REMOVED,
                Duration.ZERO,
                record -> force || record.state() == InstanceState.ENDED || record.state() == InstanceState.WAITING,
                name + " is " + reconciler.record().state() + "\nStop it first, or: ristretto rm -f " + name);
        reconciler.bringAbout(record -> false);
        instances.remove(reconciler);
    }

    /**
     * Waits for a while until an instance has ended and is not to be started again, or is gone; what has become of it
     * until then.
     */
    public InstanceView await(String name, Duration patience) throws InterruptedException {
        InstanceReconciler reconciler = find(name);
        return InstanceViews.of(
                reconciler.await(InstanceRecord::isOver, patience).orElseGet(reconciler::record));
    }

    /** Whether there is still an instance of this name and it has not ended for good. */
    public boolean isActive(String name) {
        InstanceReconciler reconciler = instances.get(name);
        return reconciler != null
                && !reconciler.isRemoved()
                && !reconciler.record().isOver();
    }

    private static void want(InstanceReconciler reconciler, DesiredState wanted, Duration grace) {
        reconciler.desire(
                wanted,
                grace,
                record -> record.desired() != DesiredState.REMOVED,
                reconciler.record().name() + " is being removed");
    }

    /** What an instance has written to its console, from a time on or from the beginning. */
    public ConsoleReader console(String name, Optional<Instant> since) {
        ConsoleFiles files = find(name).files().console();
        try {
            return files.reader(since.isPresent() ? files.at(since.get()) : ConsolePosition.START);
        } catch (IOException e) {
            throw new FleetException(Kind.FAILURE, "The console of " + name + " cannot be read: " + e, e);
        }
    }

    /**
     * What running instances behind a name use, by name, each looked at when it is its turn.
     *
     * @param names only of these; of all if it is empty
     * @throws FleetException if there is none of such a name
     */
    public Stream<Usage> usage(InstanceFilter filter, List<String> names, String after) {
        Collection<InstanceReconciler> wanted = names.isEmpty()
                ? instances.behind(after)
                : names.stream()
                        .distinct()
                        .sorted()
                        .map(this::find)
                        .filter(instance -> instance.name().compareTo(after) > 0)
                        .toList();
        return records(wanted, filter).flatMap(record -> InstanceViews.usage(record).stream());
    }

    /** What the kernels of running instances have counted, by name, as far as they answer soon. */
    public Map<String, GuestCounters> figures() throws InterruptedException {
        guestPoller.retain(instances.all());
        return guestPoller.ask(instances.all());
    }

    /** What an instance's kernel has counted. */
    public InstanceFigures figures(String name) throws InterruptedException {
        return InstanceViews.of(
                Optional.ofNullable(guestPoller.ask(List.of(find(name))).get(name)));
    }

    @Override
    public void close() {
        loops.stop();
    }
}
