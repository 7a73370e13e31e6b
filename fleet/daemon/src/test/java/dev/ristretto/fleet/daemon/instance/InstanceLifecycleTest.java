package dev.ristretto.fleet.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Adopt;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Commit;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Finish;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Kill;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Observation;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Remove;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Start;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.StartAgain;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Step;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Stop;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Transition;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Wait;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rules by which an instance goes from state to state, without a process, a file or a clock. */
class InstanceLifecycleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final ProcessIdentity PROCESS = new ProcessIdentity(7, 1, "boot");
    private static final Observation RUNS = seen(false, Optional.empty());
    private static final Observation FOUND = seen(true, Optional.empty());
    private static final Observation EXITED = seen(false, Optional.of(new Outcome.Exited(0)));

    private static Observation seen(boolean adopted, Optional<Outcome> outcome) {
        return new Observation(Optional.of(PROCESS), adopted, Optional.empty(), outcome);
    }

    /** The daemon has them of all instances in its memory. */
    @Test
    void howItEndedIsToldInFewWords() {
        List<String> lines = List.of("a".repeat(10_000), "b".repeat(600), "c".repeat(300));
        End end = new End(NOW, 1, "r".repeat(10_000), lines);
        assertThat(end.reason()).isEqualTo("r".repeat(1000) + "…");
        assertThat(end.lines()).containsExactly("…" + "a".repeat(100), "b".repeat(600), "c".repeat(300));
        assertThat(new End(NOW, 1, "", List.of("a", "b".repeat(2000))).lines()).containsExactly("…" + "b".repeat(1000));
        assertThat(new NewEvent(EventKind.CREATED, "d".repeat(2000), NOW).detail())
                .hasSize(1001);
    }

    @Test
    void aNewInstanceIsStartedAfterThatIsWrittenDown() {
        assertThat(next(waiting(), Observation.NOTHING))
                .isEqualTo(new Start(new Transition(waiting().starting(), null, "")));
    }

    @Test
    void whatIsToStartLaterWaitsUntilThen() {
        InstanceRecord later = waiting().waiting(NOW.plusSeconds(3), 2, 2);
        assertThat(next(later, Observation.NOTHING)).isEqualTo(new Wait(Optional.of(Duration.ofSeconds(3))));
    }

    @Test
    void aStartIsCalledOffByAStopAndByARemoval() {
        for (DesiredState desired : List.of(DesiredState.STOPPED, DesiredState.REMOVED)) {
            InstanceRecord called = waiting().desiring(desired, 0);
            assertThat(next(called, Observation.NOTHING))
                    .isEqualTo(new Commit(new Transition(called.ended(), EventKind.STOPPED, "")));
        }
    }

    @Test
    void whatWasAboutToStartIsFoundOrFinishedOrStarted() {
        InstanceRecord starting = waiting().starting();
        assertThat(next(starting, RUNS))
                .isEqualTo(new Commit(new Transition(starting.running(PROCESS, NOW), EventKind.STARTED, "process 7")));
        assertThat(next(starting, Observation.ended(new Outcome.Exited(4))))
                .isEqualTo(new Finish(new Outcome.Exited(4)));
        assertThat(next(starting, Observation.ended(new Outcome.Died("no word"))))
                .isEqualTo(new StartAgain());
    }

    /** However often its start has failed, and whatever made it fail. */
    @Test
    void whatNeverCameToBeStartedIsNotStartedToBeStoppedOrRemoved() {
        for (DesiredState desired : List.of(DesiredState.STOPPED, DesiredState.REMOVED)) {
            InstanceRecord starting = waiting().starting().desiring(desired, 0);
            assertThat(next(starting, Observation.ended(new Outcome.Died("no word"))))
                    .isEqualTo(
                            new Commit(new Transition(starting.ended(), EventKind.STOPPED, "before it was started")));
        }
        InstanceRecord again = waiting().starting().desiring(DesiredState.RESTARTED, 0);
        assertThat(next(again, Observation.ended(new Outcome.Died("no word")))).isEqualTo(new StartAgain());
    }

    @Test
    void whatRunsAsItShouldIsLeftAlone() {
        assertThat(next(running(), RUNS)).isEqualTo(new Wait(Optional.empty()));
        assertThat(next(running().withHealth(HealthState.HEALTHY), RUNS)).isEqualTo(new Wait(Optional.empty()));
    }

    @Test
    void whatAnotherDaemonStartedIsFoundBeforeItsEndIsTold() {
        assertThat(next(running(), seen(true, Optional.of(new Outcome.Exited(0)))))
                .isEqualTo(new Adopt(new Transition(running(), EventKind.FOUND, "process 7"), false));
    }

    @Test
    void anEndIsFinishedWhateverIsDesired() {
        for (DesiredState desired : DesiredState.values()) {
            assertThat(next(running().desiring(desired, 0), EXITED)).isEqualTo(new Finish(new Outcome.Exited(0)));
        }
    }

    @Test
    void aStopIsAskedForUnlessThereIsNoTime() {
        InstanceRecord stopped = running().desiring(DesiredState.STOPPED, GRACE.toMillis());
        assertThat(next(stopped, RUNS))
                .isEqualTo(new Stop(new Transition(stopped.stopping(NOW.plus(GRACE)), EventKind.STOPPING, ""), true));
        InstanceRecord at = running().desiring(DesiredState.REMOVED, 0);
        assertThat(next(at, RUNS)).isEqualTo(new Stop(new Transition(at.stopping(NOW), EventKind.STOPPING, ""), false));
    }

    @Test
    void theUnhealthyIsStoppedOnlyIfItsPolicyStartsItAgain() {
        InstanceRecord hopeless = running("on-failure:1").withHealth(HealthState.UNHEALTHY);
        assertThat(next(hopeless, RUNS)).isInstanceOf(Stop.class);
        assertThat(next(running("no").withHealth(HealthState.UNHEALTHY), RUNS)).isInstanceOf(Wait.class);
        InstanceRecord second =
                waiting("on-failure:1").waiting(NOW, 1, 1).running(PROCESS, NOW).withHealth(HealthState.UNHEALTHY);
        assertThat(next(second, RUNS)).isInstanceOf(Wait.class);
    }

    @Test
    void whoDoesNotStopInTimeIsKilled() {
        InstanceRecord asked = stopping(NOW.plusSeconds(1));
        assertThat(next(asked, RUNS)).isEqualTo(new Wait(Optional.of(Duration.ofSeconds(1))));
        InstanceRecord late = stopping(NOW);
        assertThat(next(late, RUNS))
                .isEqualTo(
                        new Commit(new Transition(late.stopping(null), EventKind.KILLED, "it did not stop in time")));
        assertThat(next(late.stopping(null), RUNS)).isEqualTo(new Kill());
    }

    @Test
    void theNextDaemonAsksAgainWhatMayNotHaveBeenAsked() {
        InstanceRecord asked = stopping(NOW.plusSeconds(1));
        assertThat(next(asked, FOUND)).isEqualTo(new Adopt(new Transition(asked, EventKind.FOUND, "process 7"), true));
        assertThat(next(stopping(NOW), FOUND))
                .isInstanceOfSatisfying(
                        Adopt.class, adopt -> assertThat(adopt.asks()).isFalse());
    }

    @Test
    void whatHasEndedRestsOrStartsOrGoes() {
        InstanceRecord ended = waiting().ended();
        assertThat(next(ended.desiring(DesiredState.STOPPED, 0), Observation.NOTHING))
                .isEqualTo(new Wait(Optional.empty()));
        assertThat(next(ended.desiring(DesiredState.REMOVED, 0), Observation.NOTHING))
                .isEqualTo(new Remove());
        InstanceRecord restarted = ended.desiring(DesiredState.RESTARTED, 0);
        assertThat(next(restarted, Observation.NOTHING))
                .isEqualTo(new Commit(new Transition(
                        restarted.desiring(DesiredState.RUNNING, 0).waiting(NOW, 0, 0), null, "")));
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        for (InstanceRecord record : List.of(waiting(), waiting().starting(), running(), stopping(NOW))) {
            assertThat(next(record, RUNS)).isEqualTo(next(record, RUNS));
        }
    }

    @Test
    void thePolicyDecidesAfterAnEnd() {
        End bad = new End(NOW, 1, "exited with status 1", List.of());
        Transition never = InstanceLifecycle.ended(running("no"), EventKind.ENDED, bad);
        assertThat(never.next().state()).isEqualTo(InstanceState.ENDED);
        Transition again = InstanceLifecycle.ended(running("on-failure"), EventKind.ENDED, bad);
        assertThat(again.next().state()).isEqualTo(InstanceState.WAITING);
        assertThat(again.next().restarts()).isEqualTo(1);
        assertThat(again.detail()).isEqualTo("exited with status 1; starts again in 100 ms");
        End good = new End(NOW, 0, "exited with status 0", List.of());
        InstanceRecord unhealthy = running("on-failure").withHealth(HealthState.UNHEALTHY);
        assertThat(InstanceLifecycle.ended(unhealthy, EventKind.ENDED, good)
                        .next()
                        .state())
                .as("stopped for its health")
                .isEqualTo(InstanceState.WAITING);
    }

    @Test
    void aStopEndsTheWaitAndAStartOfWhatStopsIsARestart() {
        InstanceRecord start =
                InstanceLifecycle.desiring(stopping(NOW.plusSeconds(1)), DesiredState.RUNNING, GRACE, NOW);
        assertThat(start.desired()).isEqualTo(DesiredState.RESTARTED);
        InstanceRecord now =
                InstanceLifecycle.desiring(stopping(NOW.plusSeconds(9)), DesiredState.REMOVED, Duration.ZERO, NOW);
        assertThat(now.due()).isEqualTo(NOW);
        InstanceRecord restarting = running().desiring(DesiredState.RESTARTED, 1);
        assertThat(InstanceLifecycle.desiring(restarting, DesiredState.RUNNING, GRACE, NOW))
                .isSameAs(restarting);
    }

    @Test
    void onlyNewsOfItsHealthIsNews() {
        HealthCheck check = HealthCheck.of("tcp");
        InstanceRecord checked = InstanceRecord.create(
                        "web", SimulatedFleet.specification("web:latest", "no").with(Map.of(), check), 0, NOW)
                .running(PROCESS, NOW);
        Transition first = InstanceLifecycle.observed(checked, HealthState.HEALTHY, "", Duration.ofMillis(5))
                .orElseThrow();
        assertThat(first.kind()).isEqualTo(EventKind.HEALTHY);
        assertThat(first.next().readyMillis()).isEqualTo(5);
        assertThat(InstanceLifecycle.observed(first.next(), HealthState.HEALTHY, "", Duration.ofMillis(9)))
                .isEmpty();
        assertThat(InstanceLifecycle.observed(checked.stopping(NOW), HealthState.HEALTHY, "", Duration.ZERO))
                .isEmpty();
    }

    private static Step next(InstanceRecord record, Observation seen) {
        return InstanceLifecycle.next(record, seen, NOW);
    }

    private static InstanceRecord waiting() {
        return waiting("no");
    }

    private static InstanceRecord waiting(String restart) {
        return InstanceRecord.create("web", SimulatedFleet.specification("web:latest", restart), GRACE.toMillis(), NOW);
    }

    private static InstanceRecord running() {
        return running("no");
    }

    private static InstanceRecord running(String restart) {
        return waiting(restart).running(PROCESS, NOW);
    }

    private static InstanceRecord stopping(Instant deadline) {
        return running().desiring(DesiredState.STOPPED, GRACE.toMillis()).stopping(deadline);
    }
}
