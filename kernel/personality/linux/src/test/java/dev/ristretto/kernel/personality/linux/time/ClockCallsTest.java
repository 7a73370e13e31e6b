package dev.ristretto.kernel.personality.linux.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClockCallsTest {
    private static final long PAGE = FakeCaller.PAGE;

    private final SimulatedClock clock = new SimulatedClock();
    private final CallTable table = new CallTable(number -> {});
    private FakeCaller caller;

    @BeforeEach
    void fill() {
        new ClockCalls(clock, new ThreadClocks() {
                    @Override
                    public long ofThread(Caller asking, int thread) throws PosixException {
                        if (thread == 99) {
                            throw new PosixException(Errno.EINVAL);
                        }
                        return 1000 + thread;
                    }

                    @Override
                    public long ofProcess(Caller asking, int process) {
                        return 2000 + process;
                    }
                })
                .addTo(table);
        caller = new FakeCaller(table);
    }

    private long time(int number) throws PosixException {
        caller.call(SystemCalls.CLOCK_GETTIME, number, PAGE);
        return caller.memory().getLong(PAGE) * TimeValues.SECOND
                + caller.memory().getLong(PAGE + 8);
    }

    private void fails(Errno errno, int number, long... arguments) {
        assertThatThrownBy(() -> caller.call(number, arguments))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private void putTime(long address, long seconds, long rest) throws PosixException {
        caller.memory().putLong(address, seconds);
        caller.memory().putLong(address + 8, rest);
    }

    @Test
    void eachClockTellsItsTime() throws Exception {
        clock.advance(7);
        for (int number : new int[] {0, 5, 8, 11}) {
            assertThat(time(number)).isEqualTo(SimulatedClock.BOOT + 5 * TimeValues.SECOND + 7);
        }
        for (int number : new int[] {1, 4, 6, 7, 9}) {
            assertThat(time(number)).isEqualTo(5 * TimeValues.SECOND + 7);
        }
        assertThat(time(2)).isEqualTo(2000);
        assertThat(time(3)).isEqualTo(1000);
    }

    @Test
    void aThreadOfANumberHasAClock() throws Exception {
        assertThat(time(~42 << 3 | 6)).isEqualTo(1042);
        assertThat(time(~42 << 3 | 2)).isEqualTo(2042);
        fails(Errno.EINVAL, SystemCalls.CLOCK_GETTIME, ~99 << 3 | 6, PAGE);
        fails(Errno.EINVAL, SystemCalls.CLOCK_GETTIME, ~42 << 3 | 3, PAGE);
        fails(Errno.EINVAL, SystemCalls.CLOCK_GETTIME, 10, PAGE);
        fails(Errno.EINVAL, SystemCalls.CLOCK_GETTIME, 12, PAGE);
        fails(Errno.EFAULT, SystemCalls.CLOCK_GETTIME, 0, 0);
    }

    @Test
    void sleepEndsWhenItsTimeHasPassed() throws Exception {
        putTime(PAGE, 2, 5);
        FutureTask<Long> sleep = new FutureTask<>(() -> caller.call(SystemCalls.NANOSLEEP, PAGE, 0));
        new Thread(sleep).start();
        clock.awaitSleeper(7 * TimeValues.SECOND + 5);
        clock.advance(2 * TimeValues.SECOND + 5);
        assertThat(sleep.get()).isZero();
    }

    @Test
    void anInterruptedSleepTellsTheRest() throws Exception {
        putTime(PAGE, 10, 0);
        FutureTask<Errno> sleep = new FutureTask<>(() -> {
            try {
                caller.call(SystemCalls.CLOCK_NANOSLEEP, 1, 0, PAGE, PAGE + 64);
                return null;
            } catch (PosixException e) {
                return e.errno();
            }
        });
        new Thread(sleep).start();
        clock.awaitSleepers(1);
        clock.advance(4 * TimeValues.SECOND + 1);
        caller.signal();
        assertThat(sleep.get()).isEqualTo(Errno.EINTR);
        assertThat(caller.memory().getLong(PAGE + 64)).isEqualTo(5);
        assertThat(caller.memory().getLong(PAGE + 72)).isEqualTo(TimeValues.SECOND - 1);
    }

    @Test
    void absoluteTimesAreOfTheirClock() throws Exception {
        putTime(PAGE, SimulatedClock.BOOT / TimeValues.SECOND + 9, 0);
        FutureTask<Long> sleep = new FutureTask<>(() -> caller.call(SystemCalls.CLOCK_NANOSLEEP, 0, 1, PAGE, 0));
        new Thread(sleep).start();
        clock.awaitSleeper(9 * TimeValues.SECOND);
        clock.advance(4 * TimeValues.SECOND);
        assertThat(sleep.get()).isZero();
        putTime(PAGE, 1, 0);
        assertThat(caller.call(SystemCalls.CLOCK_NANOSLEEP, 1, 1, PAGE, 0)).isZero();
    }

    @Test
    void whatIsNoTimeIsRefused() throws Exception {
        putTime(PAGE, 0, TimeValues.SECOND);
        fails(Errno.EINVAL, SystemCalls.NANOSLEEP, PAGE, 0);
        putTime(PAGE, -1, 0);
        fails(Errno.EINVAL, SystemCalls.CLOCK_NANOSLEEP, 1, 0, PAGE, 0);
        putTime(PAGE, 1, 0);
        fails(Errno.EINVAL, SystemCalls.CLOCK_NANOSLEEP, 3, 0, PAGE, 0);
        fails(Errno.EOPNOTSUPP, SystemCalls.CLOCK_NANOSLEEP, 2, 0, PAGE, 0);
        fails(Errno.EPERM, SystemCalls.CLOCK_SETTIME, 0, PAGE);
        fails(Errno.EINVAL, SystemCalls.CLOCK_SETTIME, 1, PAGE);
        caller.memory().putInt(PAGE, 1);
        fails(Errno.EPERM, SystemCalls.ADJTIMEX, PAGE);
    }

    @Test
    void resolutionsAndTheTimeOfDay() throws Exception {
        caller.call(SystemCalls.CLOCK_GETRES, 1, PAGE);
        assertThat(caller.memory().getLong(PAGE + 8)).isEqualTo(1);
        caller.call(SystemCalls.CLOCK_GETRES, 6, PAGE);
        assertThat(caller.memory().getLong(PAGE + 8)).isEqualTo(4_000_000);
        assertThat(caller.call(SystemCalls.CLOCK_GETRES, 0, 0)).isZero();
        clock.advance(123_456_789);
        caller.call(SystemCalls.GETTIMEOFDAY, PAGE, 0);
        assertThat(caller.memory().getLong(PAGE)).isEqualTo(1_700_000_005L);
        assertThat(caller.memory().getLong(PAGE + 8)).isEqualTo(123_456);
        assertThat(caller.call(SystemCalls.TIME, PAGE)).isEqualTo(1_700_000_005L);
        assertThat(caller.memory().getLong(PAGE)).isEqualTo(1_700_000_005L);
        caller.memory().putInt(PAGE, 0);
        assertThat(caller.call(SystemCalls.ADJTIMEX, PAGE)).isEqualTo(5);
    }
}
