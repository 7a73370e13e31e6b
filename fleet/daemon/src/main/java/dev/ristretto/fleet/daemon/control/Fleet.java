package dev.ristretto.fleet.daemon.control;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.balancer.LoadBalancer;
import dev.ristretto.fleet.balancer.LocalLoadBalancer;
import dev.ristretto.fleet.daemon.health.HealthMonitor;
import dev.ristretto.fleet.daemon.instance.ConsoleRotation;
import dev.ristretto.fleet.daemon.instance.FleetInstances;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.samples.InstanceSamples;
import dev.ristretto.fleet.daemon.samples.Sampler;
import dev.ristretto.fleet.daemon.samples.ServiceSamples;
import dev.ristretto.fleet.daemon.service.ReplicaSet;
import dev.ristretto.fleet.daemon.service.Services;
import dev.ristretto.fleet.daemon.store.AuditLog;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import dev.ristretto.fleet.daemon.store.KeptAnswers;
import dev.ristretto.fleet.daemon.store.Tokens;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.volume.VolumeStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * All instances and services of a user, with all that looks after them. Safe for use by several threads. Closing a
 * fleet leaves its instances running.
 */
public final class Fleet implements AutoCloseable {

    private final ImageStore images;
    private final FleetDatabase database;
    private final FleetInstances instances;
    private final ConsoleRotation rotation;
    private final Sampler sampling;
    private final HealthMonitor health;
    private final Services services;
    private final LoadBalancer balancer;

    /**
     * Opens a fleet and takes its instances over, running or not.
     *
     * @throws FleetException if its database cannot be used
     */
    public Fleet(FleetFolders folders, ImageStore images, Hypervisor hypervisor, InstantSource clock) {
        this(folders, images, List.of(hypervisor), clock, new LocalLoadBalancer());
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
            LoadBalancer balancer) {
        this.images = images;
        this.balancer = balancer;
        folders.create();
        database = FleetDatabase.open(folders.database());
        health = new HealthMonitor(clock);
        instances = new FleetInstances(folders, images, hypervisors, clock, database, this::notice);
        services = new Services(
                database, images, new VolumeStore(folders.volumes()), hypervisors, new OwnReplicas(), balancer, clock);
        instances.load();
        instances.reconcilers().forEach(health::notice);
        instances.reconcile();
        services.begin();
        rotation = new ConsoleRotation(instances.reconcilers(), clock);
        sampling = new Sampler(
                () -> instances.usage(InstanceFilter.ALL, List.of(), "").toList(), services, clock);
        sampling.start();
    }

    /** An instance has changed; called from within its step. */
    private void notice(InstanceReconciler instance) {
        health.notice(instance);
        services.notice(instance.record());
    }

    /** What everything is written down in, for those who have it fail. */
    FleetDatabase database() {
        return database;
    }

    /** Has everything looked at again, for those whose time does not pass by itself. */
    void wake() {
        instances.wake();
        services.wake();
    }

    /** All instances, those of services too. */
    public FleetInstances instances() {
        return instances;
    }

    /** What is made of several instances. */
    public Services services() {
        return services;
    }

    private final class OwnReplicas implements ReplicaSet {

        @Override
        public List<InstanceReconciler> of(String service) {
            return instances.ofService(service);
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
            instances.begin(name, specification);
        }
    }

    /** What instances are made from. */
    public ImageStore images() {
        return images;
    }

    /** What instances used in the last while. */
    public InstanceSamples samples() {
        return sampling.samples();
    }

    /** What services did in the last while. */
    public ServiceSamples serviceSamples() {
        return sampling.serviceSamples();
    }

    /** Looks at instances and services. */
    Sampler sampling() {
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
        rotation.stop();
        sampling.stop();
        health.stop();
        // Services first: they make instances.
        services.stop();
        instances.close();
        balancer.close();
        database.close();
    }
}
