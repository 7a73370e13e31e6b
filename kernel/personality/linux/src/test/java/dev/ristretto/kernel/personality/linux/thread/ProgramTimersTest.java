package dev.ristretto.kernel.personality.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgramTimersTest {
    private static final long DATA = ProgramRig.DATA;
    private static final long SECOND = TimeValues.SECOND;
    private static final int USR1 = 10;

    private final ProgramRig rig = new ProgramRig();
    private final FakeContext main = rig.main;

    private void blockAll() {
        main.then(context -> {
            rig.putLongs(DATA, -1);
            return context.makeCall(SystemCalls.RT_SIGPROCMASK, 2, DATA, 0, 8);
        });
    }

    private void returned(long value) {
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isEqualTo(value);
            return UserContext.INTERRUPTED;
        });
    }

    @Test
    void anAlarmEndsTheProcessByDefault() throws Exception {
        main.call(SystemCalls.ALARM, 10);
        returned(0);
        main.call(SystemCalls.ALARM, 3);
        returned(10);
        main.call(SystemCalls.PAUSE);
        rig.begin();
        rig.clock.awaitSleeper(8 * SECOND);
        rig.clock.advance(3 * SECOND);
        assertThat(rig.process.awaitEnd()).isEqualTo(new ProgramEnd(0, 14));
    }

    @Test
    void anIntervalTimerSendsAgainAndAgain() throws Exception {
        blockAll();
        main.then(context -> {
            rig.putLongs(DATA + 64, 1, 0, 2, 500_000);
            return context.makeCall(SystemCalls.SETITIMER, 0, DATA + 64, DATA + 128);
        });
        CountDownLatch begun = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            main.then(context -> {
                begun.countDown();
                rig.putLongs(DATA, -1);
                return context.makeCall(SystemCalls.RT_SIGTIMEDWAIT, DATA, 0, 0, 8);
            });
            returned(14);
        }
        main.call(SystemCalls.GETITIMER, 0, DATA + 128);
        main.then(context -> {
            assertThat(rig.memory.getLong(DATA + 128)).isEqualTo(1);
            assertThat(rig.memory.getLong(DATA + 144)).isEqualTo(1);
            return context.makeCall(SystemCalls.SETITIMER, 2, DATA + 64, 0);
        });
        returned(-ErrorNumbers.EINVAL);
        rig.exit(main);
        rig.begin();
        rig.clock.awaitSleeper(7 * SECOND + SECOND / 2);
        rig.clock.awaitSleepers(2);
        rig.clock.advance(2 * SECOND + SECOND / 2);
        rig.clock.awaitSleeper(8 * SECOND + SECOND / 2);
        begun.await();
        rig.clock.awaitSleepers(2);
        rig.clock.advance(SECOND);
        assertThat(rig.process.awaitEnd().status()).isZero();
    }

    @Test
    void aTimerCountsHowOftenItExpiredMeanwhile() throws Exception {
        blockAll();
        main.then(context -> {
            rig.putLongs(DATA + 64, 4711, USR1);
            return context.makeCall(SystemCalls.TIMER_CREATE, 1, DATA + 64, DATA + 128);
        });
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).isZero();
            rig.putLongs(DATA + 64, 1, 0, 1, 0);
            return context.makeCall(SystemCalls.TIMER_SETTIME, 0, 0, DATA + 64, 0);
        });
        main.call(SystemCalls.PAUSE);
        rig.begin();
        rig.clock.awaitSleepers(2);
        rig.clock.advance(SECOND);
        rig.clock.awaitSleeper(7 * SECOND);
        rig.clock.advance(3 * SECOND);
        rig.clock.awaitSleeper(10 * SECOND);
        // The first thread sleeps in pause: another one takes the signal, as a file of signals would.
        var note = Objects.requireNonNull(
                rig.process.signals().take(rig.process.threads().getFirst().signals(), -1));
        assertThat(note.number()).isEqualTo(USR1);
        assertThat(note.code()).isEqualTo(-2);
        assertThat(note.first()).isEqualTo(3L << 32);
        assertThat(note.second()).isEqualTo(4711);
        rig.process.signal(9);
        assertThat(rig.process.awaitEnd().signal()).isEqualTo(9);
    }

    @Test
    void absoluteTimesAndDeletedTimers() throws Exception {
        main.call(SystemCalls.TIMER_CREATE, 1, 0, DATA + 128);
        main.then(context -> {
            rig.putLongs(DATA + 64, 0, 0, 9, 0);
            return context.makeCall(SystemCalls.TIMER_SETTIME, 0, 1, DATA + 64, 0);
        });
        main.call(SystemCalls.TIMER_GETTIME, 0, DATA + 64);
        main.then(context -> {
            assertThat(rig.memory.getLong(DATA + 80)).isEqualTo(4);
            return context.makeCall(SystemCalls.TIMER_GETOVERRUN, 0);
        });
        returned(0);
        main.call(SystemCalls.TIMER_DELETE, 0);
        returned(0);
        main.call(SystemCalls.TIMER_DELETE, 0);
        returned(-ErrorNumbers.EINVAL);
        main.call(SystemCalls.TIMER_CREATE, 2, 0, DATA);
        returned(-ErrorNumbers.EOPNOTSUPP);
        main.call(SystemCalls.TIMER_CREATE, 1, 0, 8);
        returned(-ErrorNumbers.EFAULT);
        rig.exit(main);
        assertThat(rig.run().status()).isZero();
    }
}
