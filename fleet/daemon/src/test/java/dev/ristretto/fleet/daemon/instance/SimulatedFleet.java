package dev.ristretto.fleet.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.daemon.store.DatabaseFaults;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.run.host.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reconcilers whose steps a test takes one by one, on a real database and simulated processes. */
public final class SimulatedFleet implements AutoCloseable {
    private static final HeldImage NOTHING_HELD = new HeldImage() {
        @Override
        public Image intact() {
            return new Image(
                    "sha256:" + "0".repeat(64),
                    List.of(),
                    Path.of("kernel"),
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    SimulatedImages.configuration(),
                    Optional.empty());
        }

        @Override
        public void release() {}
    };

    public final SimulatedClock clock = new SimulatedClock();
    public final SimulatedHypervisor hypervisor;
    public final List<InstanceReconciler> reconcilers = new ArrayList<>();
    public Consumer<InstanceReconciler> observer = changed -> {};
    private final FleetFolders folders;
    private FleetDatabase database;
    private DatabaseFaults faults;

    public SimulatedFleet(Path folder, Random random) {
        hypervisor = new SimulatedHypervisor(random, clock);
        folders = new FleetFolders(folder.resolve("data"));
        folders.create();
        open();
    }

    private void open() {
        database = FleetDatabase.open(folders.database());
        faults = new DatabaseFaults(database);
    }

    /** What goes wrong with the present database; another one after a crash. */
    public DatabaseFaults faults() {
        return faults;
    }

    public FleetFolders folders() {
        return folders;
    }

    public FleetDatabase database() {
        return database;
    }

    public InstanceReconciler create(String name, String restart) {
        return create(name, restart, null);
    }

    public InstanceReconciler create(String name, String restart, @Nullable HealthCheck health) {
        return create(name, specification("hello:latest", restart).with(Map.of(), health));
    }

    /** What is run of an image that nobody looks for. */
    public static Specification specification(String image, String restart) {
        return Specification.builder(image, "sha256:00", "/kernel", 64 << 20)
                .machine("microvm")
                .accelerator("tcg")
                .restart(restart)
                .build();
    }

    public InstanceReconciler create(String name, Specification specification) {
        InstanceRecord record = InstanceRecord.create(name, specification, 10_000, clock.instant());
        return keep(database.insert(record, new NewEvent(EventKind.CREATED, "", clock.instant())));
    }

    private InstanceReconciler keep(InstanceRecord record) {
        InstanceReconciler reconciler = new InstanceReconciler(
                record,
                database,
                hypervisor,
                clock,
                new InstanceFiles(folders, record.id()),
                NOTHING_HELD,
                changed -> observer.accept(changed));
        reconcilers.add(reconciler);
        return reconciler;
    }

    /** Everything that was in memory is lost; another daemon reads the database. */
    public void crash() {
        reconcilers.clear();
        database.close();
        open();
        database.instances().forEach(this::keep);
    }

    public InstanceReconciler find(String name) {
        return reconcilers.stream()
                .filter(reconciler -> reconciler.record().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Takes steps until none of them asks for another at once or changes anything. */
    public void settle() {
        for (InstanceReconciler reconciler : List.copyOf(reconcilers)) {
            InstanceRecord before;
            Optional<Duration> pause;
            do {
                hypervisor.settle();
                before = reconciler.record();
                int running = hypervisor.running().size();
                pause = reconciler.step();
                if (hypervisor.running().size() < running) {
                    pause = Optional.of(Duration.ZERO);
                }
            } while (pause.equals(Optional.of(Duration.ZERO))
                    || !reconciler.record().equals(before));
            if (reconciler.isRemoved()) {
                reconcilers.remove(reconciler);
            }
        }
    }

    public void pass(Duration time) {
        clock.pass(time);
        settle();
    }

    @Override
    public void close() {
        database.close();
    }

    /** At rest each instance is as it is wanted, and so are processes and database. */
    public void checkAgreement() {
        List<ProcessIdentity> expected = new ArrayList<>();
        for (InstanceReconciler reconciler : reconcilers) {
            InstanceRecord record = reconciler.record();
            if (record.state() == InstanceState.RUNNING) {
                assertThat(record.desired()).as(record.toString()).isEqualTo(DesiredState.RUNNING);
                expected.add(Objects.requireNonNull(record.process()));
            } else {
                assertThat(record.state()).as(record.toString()).isEqualTo(InstanceState.ENDED);
                boolean goesOn = record.desired() == DesiredState.RUNNING
                        && RestartPolicy.parse(record.specification().restart())
                                .restarts(Objects.requireNonNull(record.last()).status() != 0, record.restarts());
                assertThat(goesOn).as(record.toString()).isFalse();
            }
        }
        assertThat(hypervisor.running()).as("processes").containsExactlyInAnyOrderElementsOf(expected);
        assertThat(database.instances())
                .containsExactlyInAnyOrderElementsOf(
                        reconcilers.stream().map(InstanceReconciler::record).toList());
    }
}
