package dev.ristretto.kernel.personality.linux.thread.futex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.time.FakeCaller;
import dev.ristretto.kernel.personality.linux.time.SimulatedClock;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FutexCallsTest {
    private static final long WORD = FakeCaller.PAGE;
    private static final long OTHER = FakeCaller.PAGE + 4;
    private static final long TIME = FakeCaller.PAGE + 64;

    private static final int PRIVATE = 128;
    private static final int REALTIME = 256;

    private final SimulatedClock clock = new SimulatedClock();
    private final FutexTable futexes = new FutexTable(clock);
    private final FakeCaller caller = new FakeCaller(table());

    private CallTable table() {
        CallTable table = new CallTable(number -> {});
        new FutexCalls(futexes, (caller, address, _) -> new FutexKey(caller.process(), address), clock).addTo(table);
        return table;
    }

    private static long futex(FakeCaller by, long... arguments) throws PosixException {
        return by.call(SystemCalls.FUTEX, arguments);
    }

    /** 0, or the error. */
    private FutureTask<Errno> waiter(FakeCaller by, long... arguments) {
        FutureTask<Errno> task = new FutureTask<>(() -> {
            try {
                long unused = futex(by, arguments);
                return null;
            } catch (PosixException e) {
                return e.errno();
            }
        });
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private void fails(Errno errno, long... arguments) {
        assertThatThrownBy(() -> futex(caller, arguments))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private void putTime(long nanoseconds) throws PosixException {
        TimeValues.writeNanoseconds(caller.memory(), TIME, nanoseconds);
    }

    @Test
    void onlyTheExpectedWordIsWaitedFor() {
        fails(Errno.EAGAIN, WORD, 0, 1);
        fails(Errno.EAGAIN, WORD, 9 | PRIVATE, 1, 0, 0, -1);
    }

    @Test
    void whoWaitsLongestIsWokenFirst() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<FutureTask<Errno>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(waiter(new FakeCaller(caller), WORD, 0, 0));
            clock.awaitSleepers(i + 1);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(futex(caller, WORD, 1 | PRIVATE, 1)).isEqualTo(1);
            assertThat(waiters.get(i).get()).isNull();
            order.add(i);
        }
        assertThat(order).containsExactly(0, 1, 2);
        assertThat(futex(caller, WORD, 1, 1)).isZero();
    }

    @Test
    void relativeAndAbsoluteTimeoutsEndWaits() throws Exception {
        putTime(3 * TimeValues.SECOND);
        FutureTask<Errno> relative = waiter(new FakeCaller(caller), WORD, 0, 0, TIME);
        clock.awaitSleeper(8 * TimeValues.SECOND);
        clock.advance(3 * TimeValues.SECOND);
        assertThat(relative.get()).isEqualTo(Errno.ETIMEDOUT);
        putTime(10 * TimeValues.SECOND);
        FutureTask<Errno> absolute = waiter(new FakeCaller(caller), WORD, 9, 0, TIME, 0, -1);
        clock.awaitSleeper(10 * TimeValues.SECOND);
        putTime(SimulatedClock.BOOT + 9 * TimeValues.SECOND);
        FutureTask<Errno> realtime = waiter(new FakeCaller(caller), WORD, 9 | REALTIME, 0, TIME, 0, -1);
        clock.awaitSleeper(9 * TimeValues.SECOND);
        clock.advance(TimeValues.SECOND);
        assertThat(realtime.get()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(absolute.isDone()).isFalse();
        clock.advance(TimeValues.SECOND);
        assertThat(absolute.get()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(futex(caller, WORD, 1, 9)).isZero();
    }

    @Test
    void aSignalEndsAWait() throws Exception {
        FakeCaller other = new FakeCaller(caller);
        FutureTask<Errno> waiter = waiter(other, WORD, 0, 0);
        clock.awaitSleepers(1);
        other.signal();
        assertThat(waiter.get()).isEqualTo(Errno.EINTR);
        assertThat(futex(caller, WORD, 1, 9)).isZero();
    }

    @Test
    void bitsChooseWhoIsWoken() throws Exception {
        FutureTask<Errno> first = waiter(new FakeCaller(caller), WORD, 9, 0, 0, 0, 1);
        clock.awaitSleepers(1);
        FutureTask<Errno> second = waiter(new FakeCaller(caller), WORD, 9, 0, 0, 0, 6);
        clock.awaitSleepers(2);
        assertThat(futex(caller, WORD, 10, 9, 0, 0, 4)).isEqualTo(1);
        assertThat(second.get()).isNull();
        assertThat(first.isDone()).isFalse();
        assertThat(futex(caller, WORD, 10, 9, 0, 0, 1)).isEqualTo(1);
        assertThat(first.get()).isNull();
        fails(Errno.EINVAL, WORD, 10, 1, 0, 0, 0);
        fails(Errno.EINVAL, WORD, 9, 0, 0, 0, 0);
    }

    @Test
    void waitersAreMovedToAnotherWord() throws Exception {
        List<FutureTask<Errno>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(waiter(new FakeCaller(caller), WORD, 0, 0));
            clock.awaitSleepers(i + 1);
        }
        fails(Errno.EAGAIN, WORD, 4, 1, 1, OTHER, 7);
        assertThat(futex(caller, WORD, 4, 1, 1, OTHER, 0)).isEqualTo(2);
        assertThat(waiters.get(0).get()).isNull();
        assertThat(futex(caller, OTHER, 1, 9)).isEqualTo(1);
        assertThat(waiters.get(1).get()).isNull();
        assertThat(futex(caller, WORD, 1, 9)).isEqualTo(1);
        assertThat(waiters.get(2).get()).isNull();
    }

    @Test
    void aMovedWaiterCanStillGiveUp() throws Exception {
        FakeCaller other = new FakeCaller(caller);
        FutureTask<Errno> waiter = waiter(other, WORD, 0, 0);
        clock.awaitSleepers(1);
        assertThat(futex(caller, WORD, 3, 0, 9, OTHER)).isEqualTo(1);
        other.signal();
        assertThat(waiter.get()).isEqualTo(Errno.EINTR);
        assertThat(futex(caller, OTHER, 1, 9)).isZero();
    }

    @Test
    void aWordIsChangedAndTwoAreWoken() throws Exception {
        FutureTask<Errno> first = waiter(new FakeCaller(caller), WORD, 0, 0);
        clock.awaitSleepers(1);
        FutureTask<Errno> second = waiter(new FakeCaller(caller), OTHER, 0, 0);
        clock.awaitSleepers(2);
        int addFiveIfZero = 1 << 28 | 5 << 12;
        assertThat(futex(caller, WORD, 5, 1, 1, OTHER, addFiveIfZero)).isEqualTo(2);
        assertThat(first.get()).isNull();
        assertThat(second.get()).isNull();
        assertThat(caller.memory().getInt(OTHER)).isEqualTo(5);
        int setBitThree = 8 << 28 | 2 << 28 | 3 << 12;
        assertThat(futex(caller, WORD, 5, 1, 1, OTHER, setBitThree)).isZero();
        assertThat(caller.memory().getInt(OTHER)).isEqualTo(13);
    }

    @Test
    void whatIsNoFutexIsRefused() {
        fails(Errno.EINVAL, WORD + 1, 0, 0);
        fails(Errno.EFAULT, 0, 0, 0);
        fails(Errno.EFAULT, FakeCaller.PAGE + 8192, 0, 0);
        fails(Errno.ENOSYS, WORD, 6, 0);
        fails(Errno.ENOSYS, WORD, REALTIME, 0);
    }

    /** A mutex as C libraries have it: no increment is lost, and nobody waits for ever. */
    @Test
    void aMutexOfManyThreadsLosesNoWakeUp() throws Exception {
        int threads = 4;
        int rounds = 3000;
        int[] counter = {0};
        List<FutureTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            FakeCaller own = new FakeCaller(caller);
            FutureTask<Void> task = new FutureTask<>(() -> {
                for (int round = 0; round < rounds; round++) {
                    lock(own);
                    counter[0]++;
                    unlock(own);
                }
                return null;
            });
            all.add(task);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }
        for (FutureTask<Void> task : all) {
            task.get(50, TimeUnit.SECONDS);
        }
        assertThat(counter[0]).isEqualTo(threads * rounds);
    }

    private static void lock(FakeCaller own) throws PosixException {
        int state = own.memory().compareAndExchange(WORD, 0, 1);
        while (state != 0) {
            if (state == 2 || own.memory().compareAndExchange(WORD, 1, 2) != 0) {
                try {
                    long unused = futex(own, WORD, PRIVATE, 2);
                } catch (PosixException e) {
                    assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
                }
            }
            state = own.memory().compareAndExchange(WORD, 0, 2);
        }
    }

    private static void unlock(FakeCaller own) throws PosixException {
        int old = own.memory().getInt(WORD);
        while (true) {
            int found = own.memory().compareAndExchange(WORD, old, 0);
            if (found == old) {
                break;
            }
            old = found;
        }
        if (old == 2) {
            long unused = futex(own, WORD, 1 | PRIVATE, 1);
        }
    }
}
