package dev.ristretto.fleet.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.simulation.SimulatedHypervisor;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of one instance, in simulated time. */
class InstanceReconcilerTest {

    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private SimulatedFleet fleet;

    @BeforeEach
    void open() {
        fleet = new SimulatedFleet(folder, new Random(1));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /** Whoever made it waits for that. */
    @Test
    void aStartThatIsCalledOffBeforeItBeganIsDecided() {
        InstanceReconciler reconciler = fleet.create("web", "no");
        assertThat(reconciler.record().wasTried()).isFalse();
        reconciler.desire(DesiredState.STOPPED, Duration.ZERO, record -> true, "");
        fleet.settle();
        assertThat(reconciler.record().started()).isNull();
        assertThat(reconciler.record().wasTried()).isTrue();
    }

    @Test
    void anEndIsKnownEvenIfTheConsoleCannotBeNoted() throws Exception {
        InstanceReconciler reconciler = fleet.create("web", "no");
        fleet.settle();
        Path index = fleet.folders().instance(reconciler.record().id()).resolve("console.index");
        Files.delete(index);
        Files.createDirectory(index);
        fleet.hypervisor.print("more\n");
        fleet.hypervisor.endAny(new Outcome.Exited(3));
        fleet.settle();
        assertThat(reconciler.record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(Objects.requireNonNull(reconciler.record().last()).status()).isEqualTo(3);
        assertThat(Objects.requireNonNull(reconciler.record().last()).lines().getFirst())
                .startsWith("(the console is not known: ");
    }

    @Test
    void aNewInstanceIsStarted() {
        create("no");
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(fleet.hypervisor.running()).containsExactly(record().process());
        assertThat(kinds()).containsExactly("created", "started");
    }

    @Test
    void anEndIsKeptWithStatusReasonAndLastLines() {
        create("no");
        fleet.hypervisor.print("one\ntwo\n");
        end(new Outcome.Exited(3));
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(last().status()).isEqualTo(3);
        assertThat(last().reason()).isEqualTo("exited with status 3");
        assertThat(last().lines()).containsExactly("one", "two");
    }

    @Test
    void everyEndHasItsStatus() {
        assertThat(List.of(
                        InstanceExitStatus.of(new Outcome.Panicked("x")),
                        InstanceExitStatus.of(new Outcome.Died("x")),
                        InstanceExitStatus.of(new Outcome.Killed())))
                .containsExactly(70, 71, 137);
    }

    @Test
    void withoutPolicyNothingIsStartedAgain() {
        create("no");
        end(new Outcome.Exited(1));
        fleet.pass(Duration.ofDays(1));
        assertThat(fleet.hypervisor.running()).isEmpty();
    }

    @Test
    void onFailureStartsAgainAfterFailuresOnly() {
        create("on-failure");
        end(new Outcome.Exited(1));
        assertThat(record().state()).isEqualTo(InstanceState.WAITING);
        fleet.pass(Duration.ofMillis(100));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().restarts()).isEqualTo(1);
        end(new Outcome.Exited(0));
        fleet.pass(Duration.ofDays(1));
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
    }

    @Test
    void onFailureWithANumberGivesUp() {
        create("on-failure:2");
        for (int i = 0; i < 3; i++) {
            end(new Outcome.Panicked("out of memory"));
            fleet.pass(Duration.ofMinutes(2));
        }
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(record().restarts()).isEqualTo(2);
    }

    @Test
    void thePauseDoublesUntilAnInstanceHasLasted() {
        create("always");
        end(new Outcome.Exited(0));
        assertThat(pause()).isEqualTo(Duration.ofMillis(100));
        fleet.pass(pause());
        end(new Outcome.Exited(0));
        assertThat(pause()).isEqualTo(Duration.ofMillis(200));
        fleet.pass(pause());
        fleet.pass(Backoff.LASTING);
        end(new Outcome.Exited(0));
        assertThat(pause()).isEqualTo(Duration.ofMillis(100));
        assertThat(Backoff.after(50)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aStartThatFailsIsTriedAgainByThePolicy() {
        fleet.hypervisor.refusal = "Port 80 is in use";
        create("on-failure");
        assertThat(record().state()).isEqualTo(InstanceState.WAITING);
        assertThat(last().status()).isEqualTo(125);
        assertThat(last().reason()).isEqualTo("Port 80 is in use");
        fleet.hypervisor.refusal = null;
        fleet.pass(Duration.ofMinutes(1));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void whatIsUnhealthyIsStoppedAndStartedAgain() {
        createChecked("on-failure:1");
        observe(HealthState.HEALTHY);
        observe(HealthState.UNHEALTHY);
        assertThat(record().state()).isEqualTo(InstanceState.STOPPING);
        fleet.pass(GRACE);
        assertThat(record().state()).isIn(InstanceState.WAITING, InstanceState.RUNNING);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().restarts()).isEqualTo(1);
        assertThat(record().health()).isEqualTo(HealthState.STARTING);
        assertThat(kinds()).containsSubsequence("started", "healthy", "unhealthy", "stopping", "ended", "started");

        observe(HealthState.UNHEALTHY);
        fleet.pass(Duration.ofHours(1));
        assertThat(record().state()).as("it has had its second start").isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void howLongAStartTookIsKnownFromItsFirstSuccessAndOutlivesTheDaemon() {
        createChecked("always");
        fleet.clock.pass(Duration.ofMillis(700));
        observe(HealthState.HEALTHY);
        long first = Objects.requireNonNull(record().readyMillis());
        assertThat(first).as("with the start of the process, up to 200 ms").isBetween(700L, 900L);
        observe(HealthState.UNHEALTHY);
        fleet.pass(GRACE);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(record().readyMillis()).as("another start").isNull();

        fleet.crash();
        fleet.settle();
        fleet.clock.pass(Duration.ofMillis(2000));
        observe(HealthState.HEALTHY);
        observe(HealthState.UNHEALTHY);
        observe(HealthState.HEALTHY);
        fleet.crash();
        assertThat(record().readyMillis()).isBetween(2000L, 4000L);
    }

    @Test
    void withoutPolicyTheUnhealthyGoesOn() {
        createChecked("no");
        observe(HealthState.UNHEALTHY);
        fleet.pass(Duration.ofHours(1));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().health()).isEqualTo(HealthState.UNHEALTHY);
        observe(HealthState.HEALTHY);
        assertThat(record().health()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void whatWasFoundAboutAnEarlierProcessIsNotHeard() {
        createChecked("always");
        ProcessIdentity earlier = Objects.requireNonNull(record().process());
        end(new Outcome.Exited(1));
        fleet.pass(Duration.ofSeconds(1));
        fleet.find("web").observe(earlier, HealthState.UNHEALTHY, "too late");
        fleet.settle();
        assertThat(record().health()).isEqualTo(HealthState.STARTING);
    }

    @Test
    void howItIsOutlivesTheDaemonAndAStopOfTheUnhealthyIsFinished() {
        createChecked("always");
        observe(HealthState.HEALTHY);
        fleet.crash();
        assertThat(record().health()).isEqualTo(HealthState.HEALTHY);
        fleet.settle();
        fleet.find("web").observe(Objects.requireNonNull(record().process()), HealthState.UNHEALTHY, "status 500");
        fleet.crash();
        fleet.settle();
        fleet.pass(GRACE);
        fleet.pass(Duration.ofSeconds(1));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().restarts()).isEqualTo(1);
    }

    private void createChecked(String restart) {
        fleet.create("web", restart, HealthCheck.of("console:ready"));
        fleet.settle();
    }

    private void observe(HealthState health) {
        fleet.find("web").observe(Objects.requireNonNull(record().process()), health, "status 500");
        fleet.settle();
    }

    @Test
    void aStopIsRequestedAndThenForced() {
        fleet.hypervisor.ignoresStop = 100;
        create("always");
        want(DesiredState.STOPPED, GRACE);
        assertThat(record().state()).isEqualTo(InstanceState.STOPPING);
        fleet.pass(GRACE.minusMillis(1));
        assertThat(fleet.hypervisor.running()).hasSize(1);
        fleet.pass(Duration.ofMillis(1));
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(last().status()).isEqualTo(137);
        assertThat(kinds()).containsSubsequence("wanted", "stopping", "killed", "ended");
    }

    @Test
    void whoStopsInTimeIsNotKilled() {
        create("always");
        want(DesiredState.STOPPED, GRACE);
        fleet.pass(Duration.ofSeconds(5));
        assertThat(last().status()).isEqualTo(143);
        assertThat(kinds()).doesNotContain("killed");
    }

    @Test
    void aStopEndsTheWaitForARestart() {
        create("always");
        end(new Outcome.Exited(1));
        want(DesiredState.STOPPED, GRACE);
        fleet.pass(Duration.ofDays(1));
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(fleet.hypervisor.running()).isEmpty();
    }

    @Test
    void aRestartIsAnotherProcess() {
        create("no");
        var before = record().process();
        want(DesiredState.RESTARTED, GRACE);
        fleet.pass(Duration.ofSeconds(5));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().desired()).isEqualTo(DesiredState.RUNNING);
        assertThat(record().process()).isNotEqualTo(before);
    }

    @Test
    void whatIsStoppingCanBeWantedAgain() {
        create("no");
        want(DesiredState.STOPPED, GRACE);
        want(DesiredState.RUNNING, GRACE);
        fleet.pass(Duration.ofSeconds(5));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void removalLeavesNothingButEvents() {
        create("always");
        want(DesiredState.REMOVED, Duration.ZERO);
        fleet.settle();
        assertThat(fleet.hypervisor.running()).isEmpty();
        assertThat(fleet.database().instances()).isEmpty();
        assertThat(folder.resolve("data/instances")).isEmptyDirectory();
        assertThat(kinds()).endsWith("removed");
    }

    @Test
    void aRemovalThatWasInterruptedIsFinished() throws Exception {
        create("no");
        end(new Outcome.Exited(0));
        only().desire(DesiredState.REMOVED, GRACE, record -> true, "");
        only().files().delete();
        fleet.settle();
        assertThat(fleet.database().instances()).isEmpty();
    }

    @Test
    void whatIsRefusedChangesNothing() {
        create("no");
        assertThatThrownBy(() -> only().desire(DesiredState.REMOVED, GRACE, record -> false, "it runs"))
                .isInstanceOf(FleetException.class)
                .hasMessage("it runs");
        assertThat(record().desired()).isEqualTo(DesiredState.RUNNING);
    }

    @Test
    void aNewDaemonTakesARunningInstanceOver() {
        create("no");
        var process = record().process();
        fleet.crash();
        fleet.settle();
        assertThat(record().process()).isEqualTo(process);
        assertThat(kinds()).endsWith("started", "found");
        end(new Outcome.Exited(9));
        assertThat(last().status()).isEqualTo(9);
    }

    @Test
    void anEndThatNoDaemonSawIsKnown() {
        create("no");
        fleet.hypervisor.endAny(new Outcome.Exited(4));
        fleet.crash();
        fleet.settle();
        assertThat(last().status()).isEqualTo(4);
    }

    @Test
    void aNumberThatAnotherProcessHasGotIsNotTheInstance() {
        create("no");
        InstanceRecord before = record();
        // The same place and the same number, but started later: somebody else's.
        fleet.hypervisor.endAny(new Outcome.Killed());
        fleet.crash();
        fleet.settle();
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(record().process()).isNull();
        assertThat(before.process()).isNotNull();
        assertThat(last().reason()).startsWith("lost");
    }

    @Test
    void aCrashBetweenStartAndCommitLeavesOneProcess() {
        fleet.hypervisor.crashesAfterStart = 100;
        assertThatThrownBy(() -> create("no")).isInstanceOf(SimulatedHypervisor.DaemonCrash.class);
        fleet.crash();
        fleet.settle();
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(fleet.hypervisor.running()).containsExactly(record().process());
    }

    @Test
    void whatRanToItsEndBetweenStartAndCommitIsNotRunTwice() {
        fleet.hypervisor.crashesAfterStart = 100;
        assertThatThrownBy(() -> create("no")).isInstanceOf(SimulatedHypervisor.DaemonCrash.class);
        fleet.hypervisor.endAny(new Outcome.Exited(0));
        fleet.crash();
        fleet.settle();
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(last().status()).isZero();
    }

    @Test
    void aStopThatADaemonDidNotFinishIsFinishedByTheNext() {
        fleet.hypervisor.ignoresStop = 100;
        create("always");
        want(DesiredState.STOPPED, GRACE);
        fleet.crash();
        fleet.pass(GRACE);
        assertThat(record().state()).isEqualTo(InstanceState.ENDED);
        assertThat(fleet.hypervisor.running()).isEmpty();
    }

    @Test
    void whatADaemonKilledBeforeItDiedIsToldAsKilled() {
        fleet.hypervisor.ignoresStop = 100;
        create("no");
        want(DesiredState.STOPPED, GRACE);
        fleet.clock.pass(GRACE);
        // Commits that it is to be killed, and dies.
        only().step();
        fleet.hypervisor.endAny(new Outcome.Killed());
        fleet.crash();
        fleet.settle();
        assertThat(last().status()).isEqualTo(137);
    }

    @Test
    void afterANewStartOfTheComputerWhatHasAPolicyRunsAgain() {
        create("on-failure");
        var before = record().process();
        fleet.hypervisor.endAny(new Outcome.Killed());
        fleet.crash();
        fleet.settle();
        assertThat(last().reason()).isEqualTo("lost: the computer was started anew");
        fleet.pass(Duration.ofMillis(100));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().process()).isNotEqualTo(before);
    }

    @Test
    void whatIsWantedAlreadyIsNoEvent() {
        create("no");
        want(DesiredState.RUNNING, GRACE);
        assertThat(kinds()).containsExactly("created", "started");
    }

    @Test
    void aStartCallsOffAStopThatHasNotBegunButNoRestart() {
        create("no");
        var before = record().process();
        only().desire(DesiredState.STOPPED, GRACE, record -> true, "");
        want(DesiredState.RUNNING, GRACE);
        assertThat(record().process()).isEqualTo(before);
        only().desire(DesiredState.RESTARTED, GRACE, record -> true, "");
        want(DesiredState.RUNNING, GRACE);
        fleet.pass(Duration.ofSeconds(5));
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        assertThat(record().process()).isNotEqualTo(before);
    }

    @Test
    void theEndBeforeARestartIsNotTheEnd() {
        create("no");
        only().desire(DesiredState.RESTARTED, Duration.ZERO, record -> true, "");
        while (record().state() != InstanceState.ENDED) {
            only().step();
        }
        assertThat(record().isOver()).isFalse();
        fleet.settle();
        assertThat(record().state()).isEqualTo(InstanceState.RUNNING);
        end(new Outcome.Exited(0));
        assertThat(record().isOver()).isTrue();
    }

    @Test
    void whoWaitsLearnsWhatIsInTheWay() throws Exception {
        create("no");
        end(new Outcome.Exited(0));
        Path files = folder.resolve("data/instances/1");
        only().files().delete();
        Files.createFile(files);
        only().desire(DesiredState.RUNNING, GRACE, record -> true, "");
        assertThatThrownBy(() -> only().step()).isInstanceOf(FleetException.class);
        assertThatThrownBy(() -> only().bringAbout(record -> record.state() == InstanceState.RUNNING))
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("web is waiting and cannot go on: ")
                .hasMessageContaining("tried again by itself");
        Files.delete(files);
        Files.createDirectory(files);
        fleet.settle();
        assertThat(only().bringAbout(record -> record.state() == InstanceState.RUNNING)
                        .state())
                .isEqualTo(InstanceState.RUNNING);
    }

    private void create(String restart) {
        fleet.create("web", restart);
        fleet.settle();
    }

    private InstanceReconciler only() {
        return fleet.find("web");
    }

    private InstanceRecord record() {
        return only().record();
    }

    private InstanceRecord.End last() {
        return Objects.requireNonNull(record().last());
    }

    private Duration pause() {
        return Duration.between(fleet.clock.instant(), record().due());
    }

    private void want(DesiredState wanted, Duration grace) {
        only().desire(wanted, grace, record -> true, "");
        fleet.settle();
    }

    private void end(Outcome outcome) {
        fleet.hypervisor.endAny(outcome);
        fleet.settle();
    }

    private List<String> kinds() {
        return fleet.database().events(EventQuery.after(0), 1000).stream()
                .map(Event::kind)
                .toList();
    }
}
