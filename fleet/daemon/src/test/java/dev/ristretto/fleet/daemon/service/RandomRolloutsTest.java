package dev.ristretto.fleet.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.balancer.Target;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.instance.SimulatedFleet;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.model.ReplicaLabels;
import dev.ristretto.fleet.daemon.model.RolloutState;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor.DaemonCrash;
import dev.ristretto.run.vmm.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services that are updated, rolled back and scaled at random while guests die, checks fail and daemons are killed
 * between any two steps; the seed is the test's name.
 */
class RandomRolloutsTest {

    private static final int OPERATIONS = 300;
    private static final List<String> NAMES = List.of("web", "shop");

    @TempDir
    Path folder;

    private final Random random = new Random();
    private final List<ServiceReconciler> services = new ArrayList<>();
    private SimulatedFleet fleet;
    private SimulatedServices world;

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
    @ValueSource(longs = {1, 2, 20261123})
    void everyServiceComesToARevisionAsAWhole(long seed) {
        random.setSeed(seed);
        fleet.hypervisor.startFails = 5;
        fleet.hypervisor.crashesAfterStart = 3;
        fleet.hypervisor.ignoresStop = 20;
        NAMES.forEach(this::create);
        for (int i = 0; i < OPERATIONS; i++) {
            operate();
            step();
        }
        calmDown();
        services.forEach(this::checkAgreement);
        assertThat(fleet.hypervisor.running())
                .hasSize(services.stream()
                        .mapToInt(service -> service.record().replicas())
                        .sum());
    }

    private void create(String name) {
        ServiceSettings settings =
                new ServiceSettings("127.0.0.1:80:80", true, 3, 1 + random.nextInt(2), 60_000, 5_000, null);
        ServiceRecord record = ServiceRecord.create(name, settings, 3, fleet.clock.instant());
        keep(fleet.database()
                .insert(
                        record,
                        SimulatedServices.specification(),
                        new NewEvent(EventKind.SERVICE_CREATED, "", fleet.clock.instant())));
    }

    private void keep(ServiceRecord record) {
        services.add(new ServiceReconciler(record, fleet.database(), world, world, fleet.clock, () -> {}));
    }

    private void operate() {
        ServiceReconciler service = services.get(random.nextInt(services.size()));
        int choice = random.nextInt(100);
        if (choice < 8) {
            service.update(now -> new SpecificationPatch(SimulatedServices.specification(), Optional.empty()));
        } else if (choice < 12) {
            try {
                service.rollBack();
            } catch (FleetException e) {
                assertThat(e).hasMessageContaining("no revision to go back to");
            }
        } else if (choice < 18) {
            int replicas = random.nextInt(6);
            service.scale(settings -> settings.withReplicas(replicas));
        } else if (choice < 26) {
            fleet.hypervisor.endAny(new Outcome.Panicked("chance"));
        } else if (choice < 32) {
            crash();
        }
        fleet.clock.pass(Duration.ofMillis(random.nextInt(2000)));
    }

    /** Another daemon reads the database. */
    private void crash() {
        fleet.crash();
        services.clear();
        fleet.database().services().forEach(this::keep);
    }

    private void step() {
        try {
            fleet.hypervisor.settle();
            for (InstanceReconciler instance : List.copyOf(fleet.reconcilers)) {
                if (random.nextInt(2) == 0) {
                    instance.step();
                }
            }
            fleet.reconcilers.removeIf(InstanceReconciler::isRemoved);
            check(90);
            for (ServiceReconciler service : List.copyOf(services)) {
                if (random.nextInt(2) == 0) {
                    service.step();
                }
            }
        } catch (DaemonCrash e) {
            crash();
        }
    }

    /** The health checks, as it happens. */
    private void check(int luck) {
        for (InstanceReconciler instance : fleet.reconcilers) {
            InstanceRecord record = instance.record();
            if (record.state() == InstanceState.RUNNING && random.nextInt(3) == 0) {
                boolean well = random.nextInt(100) < luck;
                instance.observe(
                        Objects.requireNonNull(record.process()),
                        well ? HealthState.HEALTHY : HealthState.UNHEALTHY,
                        "chance");
            }
        }
    }

    private void calmDown() {
        fleet.hypervisor.startFails = 0;
        fleet.hypervisor.crashesAfterStart = 0;
        for (int i = 0; i < 400; i++) {
            fleet.hypervisor.settle();
            List.copyOf(fleet.reconcilers).forEach(InstanceReconciler::step);
            fleet.reconcilers.removeIf(InstanceReconciler::isRemoved);
            check(100);
            services.forEach(ServiceReconciler::step);
            fleet.clock.pass(Duration.ofSeconds(1));
        }
    }

    private void checkAgreement(ServiceReconciler service) {
        ServiceRecord record = service.record();
        List<InstanceRecord> members =
                world.of(record.name()).stream().map(InstanceReconciler::record).toList();
        assertThat(record.state()).as(record.toString()).isEqualTo(RolloutState.STEADY);
        assertThat(record.revision()).isEqualTo(record.target());
        assertThat(record.draining()).isEmpty();
        assertThat(members).as(record.toString()).hasSize(record.replicas()).allMatch(InstanceRecord::isReady);
        assertThat(members)
                .allMatch(member -> Integer.toString(record.target())
                        .equals(member.specification().labels().get(ReplicaLabels.REVISION)));
        assertThat(Objects.requireNonNull(world.routes().get(record.name())).targets())
                .extracting(Target::instance)
                .containsExactlyInAnyOrderElementsOf(
                        members.stream().map(InstanceRecord::name).toList());
        assertThat(fleet.database().services()).contains(record);
        assertThat(fleet.database().revisions(record).keySet())
                .contains(record.target())
                .isSubsetOf(record.revision(), record.target(), record.previous());
    }
}
