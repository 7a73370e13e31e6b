package dev.ristretto.fleet.balancer.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who stays and who goes, in simulated time. */
class AdmissionTest {

    private static final int MOST = 8;
    private static final long BASE = ConnectionLimits.BYTES_PER_CONNECTION;

    private final ConnectionLimits limits = new ConnectionLimits(
            MOST * BASE + 20_000,
            MOST,
            6,
            6,
            Duration.ofSeconds(15),
            Duration.ofSeconds(75),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            500);
    private final List<String> closed = new ArrayList<>();
    private long now;
    private int number;
    private final Admission admission = new Admission(limits, () -> now);

    private Optional<Admitted> admit(String name, String service, String peer, Stage stage) {
        pass(Duration.ofMillis(1));
        return admission.admit(service, peer, stage, () -> closed.add(name));
    }

    private Admitted admit(String name, Stage stage) {
        return admit(name, "s" + number % 3, "p" + number++ % 3, stage).orElseThrow();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void whoseClientIsWaitedForGoesFirstWhenItIsFull() {
        admit("reader", Stage.BUSY).sent(1, false);
        admit("held", Stage.HELD);
        admit("open", Stage.OPEN);
        admit("idle", Stage.IDLE);
        admit("silent", Stage.SILENT);
        admit("head", Stage.HEAD);
        admit("b0", Stage.BUSY);
        admit("b1", Stage.BUSY);
        pass(Duration.ofSeconds(3));
        for (int i = 2; i < MOST; i++) {
            admit("b" + i, Stage.BUSY);
        }
        assertThat(closed).containsExactly("reader", "idle", "silent", "head", "open", "held");
        assertThat(admit("late", "s9", "p9", Stage.HEAD))
                .as("nobody else may go")
                .isEmpty();
        assertThat(admission.connections()).isEqualTo(MOST);
    }

    @Test
    void whoHasJustComeCanFinish() {
        for (int i = 0; i < MOST; i++) {
            admit("o" + i, Stage.OPEN);
        }
        admit("new", Stage.HEAD);
        for (int i = 0; i < MOST; i++) {
            admit("p" + i, Stage.OPEN);
        }
        assertThat(closed).hasSize(MOST + 1).doesNotContain("new");
    }

    @Test
    void veryManyNewOnesDoNotDriveOutTheOthers() {
        for (int i = 0; i < MOST; i++) {
            admit("o" + i, Stage.OPEN);
        }
        for (int i = 0; i < 10 * MOST; i++) {
            admit("n" + i, i % 2 == 0 ? Stage.HEAD : Stage.SILENT);
        }
        assertThat(closed.stream().filter(each -> each.startsWith("o"))).hasSize(MOST / 4 + 1);
        assertThat(closed).contains("n0", "n1").doesNotContain("n" + (10 * MOST - 1));
    }

    @Test
    void anAddressThatHasItsShareLosesItsOwn() {
        admit("other", "x", "10.0.0.1", Stage.HEAD);
        for (int i = 0; i < 20; i++) {
            assertThat(admit("m" + i, "s" + i, "10.0.0.9", Stage.HEAD)).isPresent();
        }
        assertThat(closed).hasSize(14).allMatch(each -> each.startsWith("m"));
    }

    @Test
    void aServiceThatHasItsShareLeavesRoomForOthers() {
        for (int i = 0; i < 6; i++) {
            assertThat(admit("b" + i, "slow", "p" + i, Stage.BUSY)).isPresent();
        }
        assertThat(admit("b7", "slow", "p7", Stage.HEAD)).isEmpty();
        assertThat(admit("other", "other", "p7", Stage.HEAD)).isPresent();
        assertThat(closed).isEmpty();
    }

    @Test
    void aServiceOrAnAddressThatTakesMuchMemoryLeavesSomeToOthers() {
        Admitted greedy = admit("greedy", "s1", "p1", Stage.BUSY).orElseThrow();
        assertThat(greedy.charge(limits.bytesPerService() - BASE)).isTrue();
        assertThat(greedy.charge(1)).isFalse();
        assertThat(admit("same service", "s1", "p2", Stage.HEAD)).isEmpty();
        Admitted elsewhere = admit("same address", "s2", "p1", Stage.BUSY).orElseThrow();
        assertThat(elsewhere.charge(limits.bytesPerPeer() - limits.bytesPerService() - BASE))
                .isTrue();
        assertThat(elsewhere.charge(1)).isFalse();
        assertThat(admit("other", "s2", "p2", Stage.HEAD)).isPresent();
        greedy.endExchange();
        elsewhere.endExchange();
        assertThat(admission.bytes()).isEqualTo(3 * BASE);
    }

    @Test
    void aRequestThatIsWorkedForStaysUnlessItsClientDoesNotKeepUp() {
        Admitted reader = admit("reader", "s1", "p1", Stage.BUSY).orElseThrow();
        Admitted writer = admit("writer", "s2", "p2", Stage.BUSY).orElseThrow();
        for (int i = 2; i < MOST; i++) {
            admit("b" + i, "s" + i, "p" + i, Stage.BUSY);
        }
        assertThat(admit("x", "s9", "p9", Stage.HEAD)).isEmpty();
        reader.sent(100, false);
        pass(Duration.ofSeconds(1));
        writer.awaitBody();
        assertThat(admit("x", "s9", "p9", Stage.BUSY)).isPresent();
        assertThat(closed).containsExactly("reader");
        writer.bodyCame();
        assertThat(admit("y", "s9", "p9", Stage.HEAD)).isEmpty();
    }

    @Test
    void memoryForOneIsTakenFromThoseThatHaveComeLessFar() {
        Admitted head = admit("head", Stage.HEAD);
        assertThat(head.charge(15_000)).isTrue();
        Admitted busy = admit("busy", Stage.BUSY);
        for (int i = 0; i < MOST - 2; i++) {
            admit("b" + i, "s", "p" + i, Stage.BUSY);
        }
        assertThat(busy.chargeIfFree(10_000)).isFalse();
        assertThat(busy.charge(10_000)).isTrue();
        assertThat(closed).containsExactly("head");
        assertThat(busy.charge(1 << 20)).as("more than there is").isFalse();
        assertThat(head.charge(1)).as("it is gone").isFalse();
        assertThat(admission.bytes()).isEqualTo((MOST - 1) * BASE + 10_000);
        busy.leave();
        busy.leave();
        assertThat(admission.bytes()).isEqualTo((MOST - 2) * BASE);
    }

    @Test
    void whatIsNotCompleteInTimeIsEnded() {
        Admitted head = admit("head", Stage.HEAD);
        Admitted next = admit("next", Stage.HEAD);
        admit("silent", Stage.SILENT);
        next.beginExchange();
        next.endExchange();
        pass(Duration.ofSeconds(14));
        head.received(1);
        admission.expire();
        assertThat(closed).isEmpty();
        pass(Duration.ofSeconds(1));
        admission.expire();
        assertThat(closed).as("single bytes do not help").containsExactly("head");
        next.enter(Stage.HEAD);
        pass(Duration.ofSeconds(16));
        admission.expire();
        assertThat(closed).containsExactly("head", "next");
        pass(Duration.ofMinutes(5));
        admission.expire();
        assertThat(closed).containsExactly("head", "next", "silent");
        assertThat(admission.bytes()).isZero();
    }

    @Test
    void aBodyAndAnAnswerHaveALeastRateThatCountsOnlyWhileTheClientIsWaitedFor() {
        Admitted body = admit("body", Stage.HEAD);
        Admitted answer = admit("answer", Stage.HEAD);
        Admitted slowReplica = admit("slow replica", Stage.HEAD);
        for (Admitted each : List.of(body, answer, slowReplica)) {
            each.beginExchange();
        }
        body.awaitBody();
        answer.sent(10_000, false);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(5));
            body.received(10);
            answer.sent(2_500, false);
            admission.expire();
        }
        assertThat(closed).isEmpty();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(5));
            body.received(10);
            answer.sent(2_500, false);
            admission.expire();
        }
        assertThat(closed).containsExactly("body");
        pass(Duration.ofHours(1));
        answer.sent(1, true);
        admission.expire();
        assertThat(closed).as("those whose client has done its part").containsExactly("body");
    }

    @Test
    void whateverHappensTheSumsAreRight() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Admitted> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Admitted one = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
            if (one == null || random.nextInt(4) == 0) {
                Stage stage = Stage.values()[random.nextInt(Stage.values().length)];
                admit("x", "s" + random.nextInt(3), "p" + random.nextInt(3), stage)
                        .ifPresent(all::add);
            } else if (random.nextInt(6) == 0) {
                one.leave();
                all.remove(one);
            } else if (random.nextInt(3) == 0) {
                one.endExchange();
            } else {
                one.charge(random.nextInt(3000));
            }
            assertThat(admission.connections()).isLessThanOrEqualTo(MOST);
            assertThat(admission.bytes()).isBetween(admission.connections() * BASE, limits.bytes());
        }
        all.forEach(Admitted::leave);
        assertThat(admission.bytes()).isZero();
        assertThat(admission.connections()).isZero();
    }
}
