package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** timerfd_create(2) and what belongs to it. A clock that is set changes nothing for timers that run. */
public final class TimerCalls {
    private static final int REAL_TIME = 0;
    private static final int MONOTONIC = 1;
    private static final int BOOT_TIME = 7;
    private static final int REAL_TIME_ALARM = 8;
    private static final int BOOT_TIME_ALARM = 9;

    /** TFD_TIMER_ABSTIME. */
    private static final int ABSOLUTE = 1;

    /** TFD_TIMER_CANCEL_ON_SET. */
    private static final int CANCEL_ON_SET = 2;

    private static final long LONGEST_SECONDS = Long.MAX_VALUE / TimeValues.SECOND - 1;

    /** Bytes of struct itimerspec: interval and value, each of seconds and nanoseconds. */
    private static final int SETTING = 32;

    private final LongSupplier realTime;
    private final LongSupplier monotonic;
    private @Nullable ScheduledThreadPoolExecutor alarms;

    /**
     * All of them.
     *
     * @param realTime CLOCK_REALTIME in nanoseconds
     * @param monotonic CLOCK_MONOTONIC in nanoseconds, which CLOCK_BOOTTIME is too
     */
    public TimerCalls(LongSupplier realTime, LongSupplier monotonic) {
        this.realTime = realTime;
        this.monotonic = monotonic;
    }

    /** Has them answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.TIMERFD_CREATE, this::create);
        table.set(SystemCalls.TIMERFD_SETTIME, TimerCalls::set);
        table.set(SystemCalls.TIMERFD_GETTIME, caller -> {
            put(caller, caller.argument(1), timer(caller).setting());
            return 0;
        });
    }

    private long create(Caller caller) throws PosixException {
        LongSupplier clock = switch (caller.intArgument(0)) {
            case REAL_TIME, REAL_TIME_ALARM -> realTime;
            case MONOTONIC, BOOT_TIME, BOOT_TIME_ALARM -> monotonic;
            default -> throw new PosixException(Errno.EINVAL);
        };
        return EventCalls.open(caller, new TimerFile(clock, alarms()), caller.intArgument(1));
    }

    /** One thread for all timers, from the first one on. */
    private synchronized ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor known = alarms;
        if (known == null) {
            known = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("timers").factory());
            known.setRemoveOnCancelPolicy(true);
            alarms = known;
        }
        return known;
    }

    private static TimerFile timer(Caller caller) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(0), TimerFile.class, Errno.EINVAL);
    }

    private static long set(Caller caller) throws PosixException {
        int flags = caller.intArgument(1);
        if ((flags & ~(ABSOLUTE | CANCEL_ON_SET)) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        ByteBuffer bytes = ByteBuffer.wrap(caller.memory().bytes(caller.argument(2), SETTING))
                .order(ByteOrder.LITTLE_ENDIAN);
        long interval = nanoseconds(bytes.getLong(), bytes.getLong());
        long first = nanoseconds(bytes.getLong(), bytes.getLong());
        TimerFile.Setting old = timer(caller).set(first, interval, (flags & ABSOLUTE) != 0);
        if (caller.argument(3) != 0) {
            put(caller, caller.argument(3), old);
        }
        return 0;
    }

    private static long nanoseconds(long seconds, long nanoseconds) throws PosixException {
        if (seconds < 0 || nanoseconds < 0 || nanoseconds >= TimeValues.SECOND) {
            throw new PosixException(Errno.EINVAL);
        }
        return Math.min(seconds, LONGEST_SECONDS) * TimeValues.SECOND + nanoseconds;
    }

    private static void put(Caller caller, long address, TimerFile.Setting setting) throws PosixException {
        TimeValues.writeNanoseconds(caller.memory(), address, setting.interval());
        TimeValues.writeNanoseconds(caller.memory(), address + TimeValues.SIZE, setting.left());
    }
}
