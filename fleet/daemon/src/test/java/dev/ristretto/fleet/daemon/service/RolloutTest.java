package dev.ristretto.fleet.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.daemon.model.RolloutState;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import dev.ristretto.fleet.daemon.service.Rollout.Replica;
import dev.ristretto.fleet.daemon.service.Rollout.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done next, in a world without processes and without time; the seed is the test's name. */
class RolloutTest {

    private static final int REPLICAS = 10;

    private final Random random = new Random();
    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private ServiceRecord service =
            ServiceRecord.create("web", settings(1), REPLICAS, now).withId(1);
    private int number;
    private boolean reachable = true;

    /** Whether replicas of the wanted revision have volumes of their own. */
    private boolean own;

    /** Of each revision, how many percent of the replicas come up. */
    private int luck = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261123})
    void anUpdateNeverTakesAwayWhatIsNeeded(long seed) {
        random.setSeed(seed);
        service = ServiceRecord.create("web", settings(1 + random.nextInt(4)), REPLICAS, now)
                .withId(1);
        run();
        assertThat(service.state()).isEqualTo(RolloutState.STEADY);
        for (int update = 2; update < 5; update++) {
            service = service.rolling(RolloutState.UPDATING, update, "", now);
            runWatched();
            assertThat(service.state()).isEqualTo(RolloutState.STEADY);
            assertThat(service.revision()).isEqualTo(update);
            assertThat(service.previous()).isEqualTo(update - 1);
            settleDown();
            assertThat(replicas.values()).hasSize(REPLICAS).allMatch(replica -> replica.revision() == service.target());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aBadRevisionIsFollowedByTheGoodOne(long seed) {
        random.setSeed(seed);
        run();
        luck = 50;
        service = service.rolling(RolloutState.UPDATING, 2, "", now);
        runWatched();
        assertThat(service.revision()).as(service.message()).isEqualTo(1);
        assertThat(service.message()).contains("fails");
        settleDown();
        assertThat(replicas.values()).hasSize(REPLICAS).allMatch(replica -> replica.revision() == 1);
    }

    @Test
    void aRevisionThatNeverAnswersFailsWhenItsTimeIsOver() {
        run();
        service = service.rolling(RolloutState.UPDATING, 2, "", now);
        luck = 0;
        perform(next());
        assertThat(next()).isEqualTo(new Rollout.Wait(Optional.of(Duration.ofSeconds(60))));
        now = now.plusSeconds(60);
        assertThat(next()).isEqualTo(new Rollout.Fail("in 60 s no replica more than 0 of 10 became ready"));
    }

    @Test
    void nothingIsCompleteBeforeClientsAreLedToItUnlessTheyCannotBe() {
        reachable = false;
        while (!(next() instanceof Rollout.Wait)) {
            perform(next());
        }
        for (int i = 0; i < 100; i++) {
            perform(next());
            live();
        }
        assertThat(service.state()).isEqualTo(RolloutState.UPDATING);
        assertThat(service.progress()).isEqualTo(REPLICAS);
        now = now.plusSeconds(60);
        assertThat(next()).isEqualTo(new Rollout.Complete());
        now = now.minusSeconds(60);
        reachable = true;
        assertThat(next()).isEqualTo(new Rollout.Complete());
    }

    @Test
    void onlySoManyAreStartedAtOnce() {
        while (next() instanceof Rollout.Create) {
            perform(next());
        }
        assertThat(replicas).hasSize(8);
    }

    @Test
    void whoHasDrainedGoesAndWhoHasNotGoesWhenItsTimeIsOver() {
        run();
        service = service.scaled(settings(1).withReplicas(8), 8, now);
        perform(next());
        perform(next());
        assertThat(next()).isEqualTo(new Rollout.Wait(Optional.of(Duration.ofSeconds(10))));
        String done = service.draining().keySet().iterator().next();
        replicas.computeIfPresent(
                done, (name, old) -> new Replica(name, 1, old.ordinal(), true, false, false, null, true));
        assertThat(next()).isEqualTo(new Rollout.Remove(done));
        perform(next());
        replicas.remove(done);
        perform(next());
        now = now.plusSeconds(10);
        assertThat(next()).isInstanceOf(Rollout.Remove.class);
    }

    @Test
    void whoIsGoingKeepsNobodyBusy() {
        run();
        service = service.scaled(settings(1).withReplicas(9), 9, now);
        perform(next());
        now = now.plusSeconds(10);
        perform(next());
        assertThat(next()).isEqualTo(new Rollout.Wait(Optional.empty()));
    }

    @Test
    void aServiceGoesWhenItsLastInstanceHasGone() {
        run();
        service = service.leaving();
        for (int i = 0; i < REPLICAS; i++) {
            assertThat(next()).isInstanceOf(Rollout.Remove.class);
            perform(next());
        }
        assertThat(next()).isEqualTo(new Rollout.Wait(Optional.empty()));
        replicas.clear();
        assertThat(next()).isEqualTo(new Rollout.Delete());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261201})
    void noTwoEverHaveTheSameVolumesAndOneIsReplacedAtATime(long seed) {
        random.setSeed(seed);
        own = true;
        runExclusively(0);
        assertThat(ordinals()).containsExactlyElementsOf(upTo(REPLICAS));
        for (int update = 2; update < 5; update++) {
            service = service.rolling(RolloutState.UPDATING, update, "", now);
            runExclusively(REPLICAS - 1);
            assertThat(service.state()).isEqualTo(RolloutState.STEADY);
            assertThat(service.revision()).isEqualTo(update);
            assertThat(ordinals()).containsExactlyElementsOf(upTo(REPLICAS));
            assertThat(replicas.values()).allMatch(replica -> replica.revision() == service.target());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aBadRevisionWithVolumesLeavesThemToTheGoodOne(long seed) {
        random.setSeed(seed);
        own = true;
        runExclusively(0);
        luck = 0;
        service = service.rolling(RolloutState.UPDATING, 2, "", now);
        runExclusively(REPLICAS - 1);
        assertThat(service.revision()).as(service.message()).isEqualTo(1);
        assertThat(service.message()).contains("fails");
        assertThat(steps.stream().filter(Rollout.Create.class::isInstance)).hasSize(REPLICAS + 2);
        assertThat(ordinals()).containsExactlyElementsOf(upTo(REPLICAS));
        assertThat(replicas.values()).allMatch(replica -> replica.revision() == 1);
    }

    @Test
    void theHighestOrdinalGoesFirstAndNextAfterItsVolumesAreFree() {
        own = true;
        run();
        String last = named(REPLICAS);
        service = service.rolling(RolloutState.UPDATING, 2, "", now);
        assertThat(next()).isEqualTo(new Rollout.Drain(last));
        perform(next());
        assertThat(next()).isInstanceOf(Rollout.Wait.class);
        now = now.plusSeconds(10);
        assertThat(next()).isEqualTo(new Rollout.Remove(last));
        perform(next());
        assertThat(next()).isInstanceOf(Rollout.Wait.class);
        replicas.remove(last);
        assertThat(next()).isEqualTo(new Rollout.Forget(Set.of(last)));
        perform(next());
        assertThat(next()).isEqualTo(new Rollout.Create(REPLICAS));
    }

    @Test
    void whoDoesNotAnswerGoesFirstAndAlone() {
        own = true;
        run();
        for (int ordinal : List.of(3, 7)) {
            replicas.computeIfPresent(
                    named(ordinal),
                    (name, old) -> new Replica(name, 1, old.ordinal(), false, false, false, null, false));
        }
        service = service.rolling(RolloutState.UPDATING, 2, "", now);
        assertThat(next()).isEqualTo(new Rollout.Drain(named(7)));
        perform(next());
        assertThat(next()).isInstanceOf(Rollout.Wait.class);
    }

    @Test
    void whoIsScaledAwayHasTheHighestOrdinalsAndIsFollowedByTheLowest() {
        own = true;
        run();
        service = service.scaled(settings(1).withReplicas(7), 7, now);
        settleDown();
        assertThat(ordinals()).containsExactlyElementsOf(upTo(7));
        replicas.remove(named(2));
        replicas.remove(named(4));
        assertThat(next()).isEqualTo(new Rollout.Create(2));
        service = service.scaled(settings(1), REPLICAS, now);
        settleDown();
        assertThat(ordinals()).containsExactlyElementsOf(upTo(REPLICAS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void volumesComeAndGoWithARevisionWhileAllAnswer(long seed) {
        random.setSeed(seed);
        run();
        own = true;
        service = service.rolling(RolloutState.UPDATING, 2, "", now);
        runWatched();
        settleDown();
        assertThat(ordinals()).containsExactlyElementsOf(upTo(REPLICAS));
        own = false;
        service = service.rolling(RolloutState.UPDATING, 3, "", now);
        runWatched();
        settleDown();
        assertThat(ordinals()).containsOnly(0).hasSize(REPLICAS);
    }

    private String named(int ordinal) {
        return replicas.values().stream()
                .filter(replica -> replica.ordinal() == ordinal)
                .findFirst()
                .orElseThrow()
                .name();
    }

    private List<Integer> ordinals() {
        return replicas.values().stream().map(Replica::ordinal).sorted().toList();
    }

    private static List<Integer> upTo(int ordinal) {
        return IntStream.rangeClosed(1, ordinal).boxed().toList();
    }

    /** Until all is done; whoever comes finds nobody with its ordinal, also not on the way out. */
    private void runExclusively(int least) {
        while (service.isRolling()) {
            perform(next());
            live();
            assertThat(ordinals()).as(steps.toString()).doesNotHaveDuplicates();
            long ready = replicas.values().stream()
                    .filter(replica -> replica.ready() && !service.draining().containsKey(replica.name()))
                    .count();
            assertThat(ready).as(steps.toString()).isGreaterThanOrEqualTo(least);
        }
    }

    private Step next() {
        return Rollout.next(service, List.copyOf(replicas.values()), own, reachable, now);
    }

    /** Until nothing is to be done but to wait, and nothing comes of waiting. */
    private void run() {
        while (service.isRolling()) {
            perform(next());
            live();
        }
    }

    private void runWatched() {
        while (service.isRolling()) {
            perform(next());
            live();
            long ready = replicas.values().stream()
                    .filter(replica -> replica.ready() && !service.draining().containsKey(replica.name()))
                    .count();
            long living = replicas.values().stream()
                    .filter(replica -> !replica.going() && !service.draining().containsKey(replica.name()))
                    .count();
            assertThat(ready).as(steps.toString()).isGreaterThanOrEqualTo(REPLICAS);
            assertThat(living).isLessThanOrEqualTo(REPLICAS + service.settings().surge());
        }
    }

    private void settleDown() {
        luck = 100;
        for (int i = 0; i < 200; i++) {
            perform(next());
            live();
        }
        assertThat(next()).isInstanceOf(Rollout.Wait.class);
    }

    private void perform(Step step) {
        steps.add(step);
        switch (step) {
            case Rollout.Create create -> {
                String name = "r" + number++;
                replicas.put(
                        name, new Replica(name, service.target(), create.ordinal(), false, false, false, null, false));
            }
            case Rollout.Drain drain -> {
                Map<String, Instant> draining = new TreeMap<>(service.draining());
                draining.put(drain.name(), now.plusSeconds(10));
                service = service.draining(draining);
            }
            case Rollout.Remove remove ->
                replicas.computeIfPresent(
                        remove.name(),
                        (name, old) -> new Replica(
                                name,
                                old.revision(),
                                old.ordinal(),
                                old.ready(),
                                true,
                                old.lost(),
                                old.failure(),
                                true));
            case Rollout.Forget forget -> {
                Map<String, Instant> draining = new TreeMap<>(service.draining());
                draining.keySet().removeAll(forget.names());
                service = service.draining(draining);
            }
            case Rollout.Progress progress -> service = service.progressing(progress.ready(), now);
            case Rollout.Complete complete -> service = service.steady();
            case Rollout.Fail fail ->
                service = service.state() == RolloutState.UPDATING && service.revision() != 0
                        ? service.rolling(RolloutState.ROLLING_BACK, service.revision(), fail.reason(), now)
                        : service.failed(fail.reason());
            case Rollout.Wait wait -> now = now.plusMillis(random.nextInt(100));
            case Rollout.Delete delete -> throw new AssertionError("nobody has asked for that");
        }
    }

    /** Something happens to somebody. */
    private void live() {
        for (Replica replica : List.copyOf(replicas.values())) {
            if (random.nextInt(3) != 0) {
                continue;
            }
            if (replica.going()) {
                replicas.remove(replica.name());
            } else if (!replica.ready()) {
                boolean good = replica.revision() == 1 || random.nextInt(100) < luck;
                replicas.put(
                        replica.name(),
                        new Replica(
                                replica.name(),
                                replica.revision(),
                                replica.ordinal(),
                                good,
                                false,
                                false,
                                good ? null : "fails",
                                !good));
            } else if (service.draining().containsKey(replica.name())) {
                replicas.put(
                        replica.name(),
                        new Replica(
                                replica.name(), replica.revision(), replica.ordinal(), true, false, false, null, true));
            }
        }
    }

    private static ServiceSettings settings(int surge) {
        return new ServiceSettings(null, false, REPLICAS, surge, 60_000, 10_000, null);
    }
}
