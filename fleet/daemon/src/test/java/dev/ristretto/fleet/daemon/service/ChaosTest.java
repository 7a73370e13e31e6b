package dev.ristretto.fleet.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.instance.SimulatedFleet;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.model.RolloutState;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.fleet.daemon.reconcile.Reconciler;
import dev.ristretto.fleet.daemon.simulation.EventStories;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor.DaemonCrash;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything at once, a step at a time, so that a seed says it all: instances and services are asked for things at
 * random while daemons are killed at any commit and between any two steps, processes die, guests and their checks hang,
 * the disk is full, the database may not be written and files of consoles are broken. {@code -Dristretto.chaos.seed=N}
 * takes one seed of your own.
 */
class ChaosTest {

    private static final int OPERATIONS = 500;
    private static final int INSTANCES = 12;
    private static final List<String> POLICIES = List.of("no", "on-failure", "on-failure:3", "always");
    private static final Set<Kind> WEATHER = Set.of(Kind.NO_SPACE, Kind.UNAVAILABLE);

    @TempDir
    Path folder;

    private final Random random = new Random();
    private final List<ServiceReconciler> services = new ArrayList<>();
    private SimulatedFleet fleet;
    private SimulatedServices world;
    private boolean killsAtCommits;
    private int crashes;
    private final Set<Kind> refusals = new HashSet<>();

    static LongStream seeds() {
        Long own = Long.getLong("ristretto.chaos.seed");
        return own == null ? LongStream.of(1, 2, 3, 20261123) : LongStream.of(own);
    }

    @BeforeEach
    void open() {
        fleet = new SimulatedFleet(folder, random);
        world = new SimulatedServices(fleet);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWantedComesAbout(long seed) throws IOException {
        System.out.println("chaos: -Dristretto.chaos.seed=" + seed);
        random.setSeed(seed);
        fleet.hypervisor.startFails = 10;
        fleet.hypervisor.crashesAfterStart = 3;
        fleet.hypervisor.ignoresStop = 30;
        fleet.hypervisor.greet("up\n");
        killsAtCommits = true;
        arm();
        for (int i = 0; i < OPERATIONS; i++) {
            int number = i;
            survive(() -> operate(number));
            survive(this::step);
        }
        calmDown();
        assertThat(crashes).as("crashes").isPositive();
        assertThat(refusals).as("refusals").isNotEmpty();
        fleet.checkAgreement();
        services.forEach(this::checkService);
        checkNothingIsLeft();
        checkEvents();
    }

    /** The daemon may be killed before and after any commit. */
    private void arm() {
        fleet.faults().around(this::chance, this::chance);
    }

    private void chance() {
        if (killsAtCommits && random.nextInt(200) == 0) {
            throw new DaemonCrash();
        }
    }

    /**
     * Every operation is answered: by success, by a refusal that says why, or not at all because its daemon is dead.
     */
    private void survive(Runnable action) {
        try {
            action.run();
        } catch (DaemonCrash e) {
            crash();
        } catch (FleetException e) {
            answered(e);
        }
    }

    private void answered(FleetException refusal) {
        if (WEATHER.contains(refusal.kind())) {
            refusals.add(refusal.kind());
            assertThat(refusal.getMessage())
                    .contains(folder.toString())
                    .containsAnyOf("Free some", "Give the user", "again");
        } else {
            assertThat(refusal.kind()).as(refusal.toString()).isIn(Kind.CONFLICT, Kind.UNKNOWN);
        }
    }

    private void crash() {
        crashes++;
        // What was the matter with the disk is the matter for the next daemon too, but one that cannot start is started
        // again until it can.
        fleet.crash();
        arm();
        services.clear();
        try {
            fleet.database().services().forEach(this::keep);
        } catch (DaemonCrash e) {
            crash();
        }
    }

    private void operate(int number) {
        int choice = random.nextInt(100);
        if (choice < 20 && fleet.reconcilers.size() < INSTANCES) {
            fleet.create("i" + number, POLICIES.get(random.nextInt(POLICIES.size())));
        } else if (choice < 40) {
            want(DesiredState.values()[random.nextInt(DesiredState.values().length - 1)]);
        } else if (choice < 45) {
            want(DesiredState.REMOVED);
        } else if (choice < 60) {
            operateService(number);
        } else if (choice < 75) {
            fleet.hypervisor.endAny(random.nextBoolean() ? new Outcome.Exited(0) : new Outcome.Panicked("chance"));
        } else if (choice < 80) {
            crash();
        } else if (choice < 84) {
            fleet.faults().fillDisk();
        } else if (choice < 87) {
            fleet.faults().forbidWriting();
        } else if (choice < 90) {
            breakConsole();
        } else {
            mend();
        }
        fleet.clock.pass(Duration.ofMillis(random.nextInt(2000)));
    }

    private void operateService(int number) {
        int choice = random.nextInt(100);
        if (services.size() < 2) {
            create("s" + number);
            return;
        }
        ServiceReconciler service = services.get(random.nextInt(services.size()));
        if (choice < 30) {
            service.update(now -> new SpecificationPatch(SimulatedServices.specification(), Optional.empty()));
        } else if (choice < 50) {
            service.rollBack();
        } else if (choice < 85) {
            int replicas = random.nextInt(5);
            service.scale(settings -> settings.withReplicas(replicas));
        } else {
            service.remove();
        }
    }

    private void create(String name) {
        ServiceSettings settings = new ServiceSettings("127.0.0.1:80:80", true, 2, 1, 60_000, 5_000, null);
        ServiceRecord record = ServiceRecord.create(name, settings, 2, fleet.clock.instant());
        keep(fleet.database()
                .insert(
                        record,
                        SimulatedServices.specification(),
                        new NewEvent(EventKind.SERVICE_CREATED, "", fleet.clock.instant())));
    }

    private void keep(ServiceRecord record) {
        services.add(new ServiceReconciler(record, fleet.database(), world, world, fleet.clock, () -> {}));
    }

    private void want(DesiredState wanted) {
        if (fleet.reconcilers.isEmpty()) {
            return;
        }
        fleet.reconcilers
                .get(random.nextInt(fleet.reconcilers.size()))
                .desire(
                        wanted,
                        Duration.ofSeconds(random.nextInt(10)),
                        record -> record.desired() != DesiredState.REMOVED,
                        "is being removed");
    }

    /** Nothing can be appended to a folder, nor can it be replaced by a file. */
    private void breakConsole() {
        if (!fleet.reconcilers.isEmpty()) {
            Path index = index(fleet.reconcilers.get(random.nextInt(fleet.reconcilers.size())));
            try {
                Files.deleteIfExists(index);
                Files.createDirectories(index);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Path index(InstanceReconciler instance) {
        return fleet.folders().instance(instance.record().id()).resolve("console.index");
    }

    private void mend() {
        fleet.faults().mend();
        for (InstanceReconciler instance : fleet.reconcilers) {
            if (Files.isDirectory(index(instance))) {
                boolean ignored = index(instance).toFile().delete();
            }
        }
    }

    private void step() {
        fleet.hypervisor.settle();
        for (InstanceReconciler instance : List.copyOf(fleet.reconcilers)) {
            if (random.nextInt(2) == 0) {
                step(instance);
            }
        }
        fleet.reconcilers.removeIf(InstanceReconciler::isRemoved);
        check(90);
        for (ServiceReconciler service : List.copyOf(services)) {
            if (random.nextInt(2) == 0) {
                step(service);
            }
        }
        services.removeIf(ServiceReconciler::isRemoved);
    }

    /** As its loop does it: what fails is done again another time. */
    private void step(Reconciler machine) {
        try {
            machine.step();
        } catch (FleetException e) {
            answered(e);
        }
    }

    /** The health checks, as it happens; one that hangs says nothing, or in the end that the instance is not well. */
    private void check(int luck) {
        for (InstanceReconciler instance : List.copyOf(fleet.reconcilers)) {
            InstanceRecord record = instance.record();
            if (record.state() == InstanceState.RUNNING
                    && record.specification().health() != null
                    && random.nextInt(3) == 0) {
                boolean well = random.nextInt(100) < luck;
                try {
                    instance.observe(
                            Objects.requireNonNull(record.process()),
                            well ? HealthState.HEALTHY : HealthState.UNHEALTHY,
                            "chance");
                } catch (FleetException e) {
                    answered(e);
                }
            }
        }
    }

    private void calmDown() {
        killsAtCommits = false;
        mend();
        fleet.hypervisor.startFails = 0;
        fleet.hypervisor.crashesAfterStart = 0;
        for (int i = 0; i < 400; i++) {
            fleet.hypervisor.settle();
            List.copyOf(fleet.reconcilers).forEach(InstanceReconciler::step);
            fleet.reconcilers.removeIf(InstanceReconciler::isRemoved);
            check(100);
            List.copyOf(services).forEach(ServiceReconciler::step);
            services.removeIf(ServiceReconciler::isRemoved);
            fleet.clock.pass(Duration.ofSeconds(2));
        }
    }

    private void checkService(ServiceReconciler service) {
        ServiceRecord record = service.record();
        List<InstanceRecord> members =
                world.of(record.name()).stream().map(InstanceReconciler::record).toList();
        assertThat(record.state()).as(record.toString()).isIn(RolloutState.STEADY, RolloutState.FAILED);
        assertThat(members).as(record.toString()).hasSize(record.replicas()).allMatch(InstanceRecord::isReady);
        assertThat(Objects.requireNonNull(world.routes().get(record.name())).targets())
                .hasSize(members.size());
    }

    /** No listener of a service, no file of an instance that is not there any more. */
    private void checkNothingIsLeft() throws IOException {
        assertThat(world.routes().keySet())
                .isEqualTo(
                        services.stream().map(ServiceReconciler::name).collect(Collectors.toCollection(TreeSet::new)));
        assertThat(fleet.database().services().stream().map(ServiceRecord::name))
                .containsExactlyInAnyOrderElementsOf(
                        services.stream().map(ServiceReconciler::name).toList());
        Set<String> present = fleet.reconcilers.stream()
                .map(instance -> Long.toString(instance.record().id()))
                .collect(Collectors.toSet());
        assertThat(names(fleet.folders().data().resolve("instances")))
                .as("folders")
                .isSubsetOf(present);
        assertThat(names(fleet.folders().data().resolve("run")).stream().map(name -> name.replace(".qmp", "")))
                .as("sockets")
                .isSubsetOf(present);
        assertThat(fleet.faults().isSound()).as("database").isTrue();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void checkEvents() {
        List<Event> events = fleet.database().events(EventQuery.after(0), 1_000_000);
        assertThat(new EventStories(events).present())
                .isEqualTo(fleet.reconcilers.stream()
                        .map(InstanceReconciler::record)
                        .collect(Collectors.toMap(
                                InstanceRecord::id, record -> record.state() == InstanceState.RUNNING)));
    }
}
