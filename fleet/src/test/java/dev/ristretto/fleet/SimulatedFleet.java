package dev.ristretto.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.database.DatabaseFaults;
import dev.ristretto.fleet.database.FleetDatabase;
import dev.ristretto.fleet.database.FleetDatabase.Happening;
import dev.ristretto.fleet.database.InstanceRecord;
import dev.ristretto.fleet.database.State;
import dev.ristretto.fleet.database.Wanted;
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
final class SimulatedFleet implements AutoCloseable {

    final SimulatedClock clock = new SimulatedClock();
    final SimulatedHypervisor hypervisor;
    final List<Reconciler> reconcilers = new ArrayList<>();
    Consumer<Reconciler> observer = changed -> {};
    private final FleetFolders folders;
    private FleetDatabase database;
    private DatabaseFaults faults;

    SimulatedFleet(Path folder, Random random) {
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
    DatabaseFaults faults() {
        return faults;
    }

    FleetFolders folders() {
        return folders;
    }

    FleetDatabase database() {
        return database;
    }

    Reconciler create(String name, String restart) {
        return create(name, restart, null);
    }

    Reconciler create(String name, String restart, @Nullable HealthCheck health) {
        return create(name, specification("hello:latest", restart).with(Map.of(), health));
    }

    /** What is run of an image that nobody looks for. */
    static Specification specification(String image, String restart) {
        return new Specification(
                image, "sha256:00", "/kernel", List.of(), Map.of(), 64 << 20, "microvm", "tcg", List.of(), restart);
    }

    Reconciler create(String name, Specification specification) {
        InstanceRecord record = InstanceRecord.create(name, specification, 10_000, clock.instant());
        return keep(database.insert(record, new Happening("created", "", clock.instant())));
    }

    private Reconciler keep(InstanceRecord record) {
        Reconciler reconciler = new Reconciler(
                record,
                database,
                hypervisor,
                clock,
                new InstanceFiles(folders, record.id()),
                () -> {},
                changed -> observer.accept(changed));
        reconcilers.add(reconciler);
        return reconciler;
    }

    /** Everything that was in memory is lost; another daemon reads the database. */
    void crash() {
        reconcilers.clear();
        database.close();
        open();
        database.instances().forEach(this::keep);
    }

    Reconciler find(String name) {
        return reconcilers.stream()
                .filter(reconciler -> reconciler.record().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Takes steps until none of them asks for another at once or changes anything. */
    void settle() {
        for (Reconciler reconciler : List.copyOf(reconcilers)) {
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

    void pass(Duration time) {
        clock.pass(time);
        settle();
    }

    @Override
    public void close() {
        database.close();
    }

    /** At rest each instance is as it is wanted, and so are processes and database. */
    void checkAgreement() {
        List<ProcessIdentity> expected = new ArrayList<>();
        for (Reconciler reconciler : reconcilers) {
            InstanceRecord record = reconciler.record();
            if (record.state() == State.RUNNING) {
                assertThat(record.wanted()).as(record.toString()).isEqualTo(Wanted.RUNNING);
                expected.add(Objects.requireNonNull(record.process()));
            } else {
                assertThat(record.state()).as(record.toString()).isEqualTo(State.ENDED);
                boolean goesOn = record.wanted() == Wanted.RUNNING
                        && RestartPolicy.parse(record.specification().restart())
                                .restarts(Objects.requireNonNull(record.last()).status() != 0, record.restarts());
                assertThat(goesOn).as(record.toString()).isFalse();
            }
        }
        assertThat(hypervisor.running()).as("processes").containsExactlyInAnyOrderElementsOf(expected);
        assertThat(database.instances())
                .containsExactlyInAnyOrderElementsOf(
                        reconcilers.stream().map(Reconciler::record).toList());
    }
}
