package dev.ristretto.fleet.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.daemon.instance.InstanceReconciler;
import dev.ristretto.fleet.daemon.instance.SimulatedFleet;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.run.vmm.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks as they are really taken, of consoles that a test writes. */
@Timeout(60)
class HealthMonitorTest {

    private static final HealthCheck CHECK = new HealthCheck("console:^ready$", 20, 1000, 2, 60_000);

    @TempDir
    Path folder;

    private SimulatedFleet fleet;
    private HealthMonitor monitor;

    @BeforeEach
    void open() {
        fleet = new SimulatedFleet(folder, new Random(1));
        monitor = new HealthMonitor(fleet.clock);
        fleet.observer = monitor::notice;
    }

    @AfterEach
    void close() {
        monitor.stop();
        fleet.close();
    }

    @Test
    void anInstanceIsHealthyOnceItSaysSo() throws Exception {
        InstanceReconciler web = create();
        assertThat(web.record().health()).isEqualTo(HealthState.STARTING);
        fleet.hypervisor.print("booting\nready\n");
        assertThat(await(web, HealthState.HEALTHY)).isTrue();
        assertThat(fleet.database().events(EventQuery.after(0), 100)).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("healthy");
            assertThat(event.detail()).isEqualTo("a line of the console matches");
        });
    }

    @Test
    void eachRunHasToProveItselfAnew() throws Exception {
        InstanceReconciler web = create();
        fleet.hypervisor.print("ready\n");
        assertThat(await(web, HealthState.HEALTHY)).isTrue();
        fleet.hypervisor.endAny(new Outcome.Exited(1));
        fleet.settle();
        fleet.pass(Duration.ofSeconds(1));
        assertThat(web.record().health()).isEqualTo(HealthState.STARTING);
        fleet.hypervisor.print("ready\n");
        assertThat(await(web, HealthState.HEALTHY)).isTrue();
    }

    @Test
    void silenceBeyondTheStartPeriodIsUnhealthy() throws Exception {
        InstanceReconciler web = create();
        fleet.clock.pass(Duration.ofMinutes(2));
        assertThat(await(web, HealthState.UNHEALTHY)).isTrue();
    }

    /** Sixteen of them were all workers that there are: nobody else's health was known any more. */
    @Test
    void evilPatternsKeepNobodyElseFromBeingChecked() throws Exception {
        // The first look finds the line and decides; what later ones find would depend on when they are taken.
        HealthCheck evil = new HealthCheck("console:^(.*a){18}$", 20, 1000, 1, 0);
        fleet.hypervisor.greet("a".repeat(3000) + "!\nready\n");
        for (int i = 0; i < 40; i++) {
            fleet.create("evil-" + i, "no", evil);
        }
        InstanceReconciler web = create();
        assertThat(await(web, HealthState.HEALTHY)).isTrue();
        assertThat(await(fleet.find("evil-7"), HealthState.UNHEALTHY)).isTrue();
        assertThat(fleet.database().events(EventQuery.after(0), 1000))
                .anyMatch(event ->
                        event.kind().equals("unhealthy") && event.detail().contains("too many steps"));
    }

    @Test
    void whatDoesNotRunIsNotWatched() {
        create();
        assertThat(monitor.size()).isOne();
        fleet.hypervisor.endAny(new Outcome.Exited(0));
        fleet.settle();
        fleet.find("web").desire(DesiredState.REMOVED, Duration.ZERO, record -> true, "");
        fleet.settle();
        assertThat(monitor.size()).isZero();
    }

    @Test
    void checksOfAboutTheSameTimeAreTakenTogetherAndNoneIsLate() {
        Duration pause = Duration.ofSeconds(10);
        long due = HealthMonitor.dueTogether(123_456_789_000L, pause);
        assertThat(due).isEqualTo(133_000_000_000L);
        assertThat(HealthMonitor.dueTogether(123_999_999_999L, pause)).isEqualTo(due);
        assertThat(HealthMonitor.dueTogether(due, pause)).isEqualTo(due + pause.toNanos());
        assertThat(HealthMonitor.dueTogether(-5_500_000_000L, pause)).isEqualTo(4_000_000_000L);
        assertThat(HealthMonitor.dueTogether(7, Duration.ZERO)).isEqualTo(7);
    }

    private InstanceReconciler create() {
        InstanceReconciler web = fleet.create("web", "on-failure", CHECK);
        fleet.settle();
        return web;
    }

    private static boolean await(InstanceReconciler instance, HealthState health) throws InterruptedException {
        return instance.await((InstanceRecord record) -> record.health() == health, Duration.ofSeconds(30))
                .isPresent();
    }
}
