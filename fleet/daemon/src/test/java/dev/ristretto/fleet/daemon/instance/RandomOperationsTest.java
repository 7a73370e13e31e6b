package dev.ristretto.fleet.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor.DaemonCrash;
import dev.ristretto.run.vmm.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations, failing starts, dying guests and killed daemons; the seed is the test's name. */
class RandomOperationsTest {

    private static final int OPERATIONS = 500;
    private static final int INSTANCES = 20;
    private static final List<String> POLICIES = List.of("no", "on-failure", "on-failure:3", "always");

    @TempDir
    Path folder;

    private final Random random = new Random();
    private SimulatedFleet fleet;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void open() {
        fleet = new SimulatedFleet(folder, random);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261123})
    void whatIsWantedComesAboutAndNoEventIsLost(long seed) {
        random.setSeed(seed);
        fleet.hypervisor.startFails = 10;
        fleet.hypervisor.crashesAfterStart = 5;
        fleet.hypervisor.ignoresStop = 30;
        for (int i = 0; i < OPERATIONS; i++) {
            operate(i);
            step();
        }
        calmDown();
        fleet.checkAgreement();
        checkEvents();
    }

    private void operate(int number) {
        int choice = random.nextInt(100);
        if (fleet.reconcilers.size() < INSTANCES && choice < 30) {
            fleet.create("i" + number, POLICIES.get(random.nextInt(POLICIES.size())));
        } else if (choice < 60) {
            want(DesiredState.values()[random.nextInt(DesiredState.values().length - 1)]);
        } else if (choice < 65) {
            want(DesiredState.REMOVED);
        } else if (choice < 90) {
            fleet.hypervisor.endAny(random.nextBoolean() ? new Outcome.Exited(0) : new Outcome.Panicked("chance"));
        } else {
            fleet.crash();
        }
        fleet.clock.pass(Duration.ofMillis(random.nextInt(2000)));
    }

    private void want(DesiredState wanted) {
        if (fleet.reconcilers.isEmpty()) {
            return;
        }
        InstanceReconciler reconciler = fleet.reconcilers.get(random.nextInt(fleet.reconcilers.size()));
        if (reconciler.record().desired() != DesiredState.REMOVED) {
            InstanceRecord before = reconciler.record();
            reconciler.desire(wanted, Duration.ofSeconds(random.nextInt(10)), record -> true, "");
            if (!reconciler.record().equals(before)) {
                asked.add(reconciler.record().name() + " " + wanted);
            }
        }
    }

    private void step() {
        try {
            fleet.hypervisor.settle();
            for (InstanceReconciler reconciler : List.copyOf(fleet.reconcilers)) {
                if (random.nextInt(3) == 0) {
                    reconciler.step();
                }
            }
            fleet.reconcilers.removeIf(InstanceReconciler::isRemoved);
        } catch (DaemonCrash e) {
            fleet.crash();
        }
    }

    private void calmDown() {
        fleet.hypervisor.startFails = 0;
        fleet.hypervisor.crashesAfterStart = 0;
        for (int i = 0; i < 10; i++) {
            fleet.pass(Duration.ofMinutes(1));
        }
    }

    private void checkEvents() {
        List<Event> events = fleet.database().events(EventQuery.after(0), 100_000);
        assertThat(events.stream().map(Event::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events.stream()
                        .filter(event -> event.kind().equals("wanted"))
                        .map(event -> event.name() + " " + event.detail()))
                .containsExactlyElementsOf(asked);
        assertThat(events.stream()
                                .filter(event -> event.kind().equals("created"))
                                .count()
                        - events.stream()
                                .filter(event -> event.kind().equals("removed"))
                                .count())
                .isEqualTo(fleet.reconcilers.size());
    }
}
