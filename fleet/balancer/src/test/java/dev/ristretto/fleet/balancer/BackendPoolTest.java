package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackendPoolTest {

    private final BackendPool pool = new BackendPool(Duration.ofSeconds(30), new Signal());

    @Test
    void whoHasTheLeastToDoIsNext() {
        pool.update(targets("a", "b", "c"));
        List<Backend> first = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            first.add(pick());
        }
        assertThat(pool.traffic("web", null).targets().values()).containsExactly(3, 3, 3);
        Backend free = first.getFirst();
        pool.release(free);
        pool.release(free);
        assertThat(List.of(pick(), pick())).containsExactly(free, free);
    }

    @Test
    void thoseThatAreEqualTakeTurns() {
        pool.update(targets("a", "b", "c"));
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Backend backend = pick();
            taken.add(backend.instance);
            pool.release(backend);
        }
        assertThat(taken.subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(taken.subList(3, 6)).containsExactlyElementsOf(taken.subList(0, 3));
    }

    @Test
    void whoDrainsGetsNothingNewAndIsCountedUntilItIsDone() {
        pool.update(targets("a"));
        Backend a = pick();
        pool.update(List.of(new Target("a", 1, true), new Target("b", 1, false)));
        assertThat(List.of(pick(), pick()))
                .extracting(backend -> backend.instance)
                .containsOnly("b");
        assertThat(pool.traffic("web", null).targets()).containsEntry("a", 1);
        assertThat(pool.traffic("web", null).leaving()).isEqualTo(1);
        pool.release(a);
        assertThat(pool.traffic("web", null).targets()).containsEntry("a", 0);
    }

    @Test
    void whoComesWhileThereIsNobodyWaitsForTheFirst() {
        CompletableFuture<Backend> one = pool.pick(Set.of());
        CompletableFuture<Backend> two = pool.pick(Set.of());
        assertThat(one).isNotDone();
        assertThat(pool.traffic("web", null).waiting()).isEqualTo(2);
        pool.update(targets("a", "b"));
        assertThat(List.of(one.join().instance, two.join().instance)).containsExactlyInAnyOrder("a", "b");
        assertThat(pool.traffic("web", null).waiting()).isZero();
        assertThat(pool.traffic("web", null).active()).isEqualTo(2);
        assertThat(pool.traffic("web", null).total()).isEqualTo(2);
    }

    @Test
    void whoHasTriedAllWaitsForAnother() {
        pool.update(targets("a"));
        Backend a = pick();
        pool.release(a);
        CompletableFuture<Backend> again = pool.pick(Set.of(a));
        pool.update(targets("a"));
        assertThat(again).as("nothing has changed for it").isNotDone();
        pool.update(List.of());
        pool.update(targets("a"));
        assertThat(again.join().instance).as("it has been started again").isEqualTo("a");
    }

    @Test
    void nobodyWaitsForever() {
        BackendPool impatient = new BackendPool(Duration.ofMillis(10), new Signal());
        CompletableFuture<Backend> answer = impatient.pick(Set.of());
        assertThatThrownBy(answer::join).hasRootCauseInstanceOf(TimeoutException.class);
        impatient.update(targets("a"));
        assertThat(impatient.traffic("web", null).active()).isZero();
    }

    @Test
    void onlySoManyMayWait() {
        for (int i = 0; i < 2048; i++) {
            assertThat(pool.pick(Set.of())).isNotDone();
        }
        assertThat(pool.pick(Set.of())).isCompletedExceptionally();
        pool.close();
        assertThat(pool.traffic("web", null).waiting()).isZero();
        assertThat(pool.pick(Set.of())).as("nobody comes any more").isCompletedExceptionally();
    }

    @Test
    void whoCouldNotBeConnectedToIsAvoidedButNotGivenUp() {
        pool.update(targets("a", "b"));
        Backend bad = pick();
        pool.release(bad);
        pool.suspect(bad);
        for (int i = 0; i < 4; i++) {
            assertThat(pick()).isNotSameAs(bad);
        }
        pool.update(List.of(new Target(bad.instance, bad.port, false)));
        assertThat(pick()).isSameAs(bad);
    }

    private Backend pick() {
        return pool.pick(Set.of()).join();
    }

    private static List<Target> targets(String... names) {
        return List.of(names).stream().map(name -> new Target(name, 1, false)).toList();
    }

    @Test
    void answersAreCountedByHowLongTheyTook() {
        long now = System.nanoTime();
        pool.count(now, false);
        pool.count(now - 200_000_000, false);
        pool.count(now - 60_000_000_000L, true);
        AnswerCounts answers = pool.traffic("web", null).answers();
        assertThat(answers.count()).isEqualTo(3);
        assertThat(answers.failed()).isEqualTo(1);
        assertThat(answers.nanos()).isGreaterThanOrEqualTo(60_200_000_000L);
        assertThat(answers.within()).hasSameSizeAs(AnswerCounts.BOUNDS).isSorted();
        assertThat(answers.within().getLast()).as("no more than 10 s").isEqualTo(2);
        assertThat(answers.within().get(AnswerCounts.BOUNDS.indexOf(0.1))).isLessThanOrEqualTo(1);
    }

    @Test
    void whatNobodyWaitsForIsNoNews() {
        pool.update(targets("a"));
        Traffic before = pool.traffic("web", null);
        Backend a = pick();
        assertThat(pool.traffic("web", null).isNews(before)).isFalse();
        pool.update(List.of(new Target("a", 1, true)));
        Traffic leaving = pool.traffic("web", null);
        assertThat(leaving.isNews(before)).isTrue();
        pool.release(a);
        assertThat(pool.traffic("web", null).isNews(leaving)).isTrue();
        assertThat(pool.traffic("web", "no port").isNews(leaving)).isTrue();
        CompletableFuture<Backend> waiting = pool.pick(Set.of());
        assertThat(pool.traffic("web", null).isNews(pool.traffic("web", null))).isFalse();
        assertThat(pool.traffic("web", null).isNews(before)).isTrue();
        assertThat(waiting).isNotDone();
    }
}
