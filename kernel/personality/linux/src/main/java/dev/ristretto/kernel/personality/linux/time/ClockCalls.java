package dev.ristretto.kernel.personality.linux.time;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Telling the time and sleeping (clock_gettime(2), clock_nanosleep(2)). The clocks of an instance cannot be set. */
public final class ClockCalls {
    private static final int ABSOLUTE = 1;

    /** CLOCK_THREAD_CPUTIME_ID, on which nobody can sleep by clock_nanosleep. */
    private static final int OWN_THREAD = 3;

    private static final int COARSE_REALTIME = 5;
    private static final int COARSE_MONOTONIC = 6;

    /** What the coarse clocks of Linux have, at 250 ticks a second. */
    private static final long COARSE = 4_000_000;

    private static final int TIMEZONE = 8;

    // struct timex (adjtimex(2)): which fields there are to be set, and what is told of a clock nobody adjusts.
    private static final int TIMEX = 208;
    private static final int TIMEX_STATUS = 40;
    private static final int TIMEX_TICK = 88;
    private static final int TIMEX_TIME = 72;
    private static final int UNSYNCHRONIZED = 0x40;
    private static final long USUAL_TICK = 10_000;
    private static final int CLOCK_ERROR = 5;

    private final ClockSource clock;
    private final ThreadClocks threads;

    /**
     * The calls.
     *
     * @param threads how long who has run
     */
    public ClockCalls(ClockSource clock, ThreadClocks threads) {
        this.clock = clock;
        this.threads = threads;
    }

    /** Has the calls of this group answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.CLOCK_GETTIME, this::getTime);
        table.set(SystemCalls.CLOCK_GETRES, this::resolution);
        table.set(SystemCalls.CLOCK_SETTIME, this::setTime);
        table.set(SystemCalls.CLOCK_NANOSLEEP, this::clockSleep);
        table.set(SystemCalls.NANOSLEEP, this::sleep);
        table.set(SystemCalls.GETTIMEOFDAY, this::timeOfDay);
        table.set(SystemCalls.SETTIMEOFDAY, ClockCalls::refuse);
        table.set(SystemCalls.TIME, this::seconds);
        table.set(SystemCalls.ADJTIMEX, caller -> adjust(caller, caller.argument(0)));
        table.set(SystemCalls.CLOCK_ADJTIME, this::adjustClock);
    }

    private long now(Caller caller, int number) throws PosixException {
        return switch (LinuxClock.of(number)) {
            case REALTIME -> clock.realtime();
            case MONOTONIC -> clock.monotonic();
            case PROCESS -> threads.ofProcess(caller, LinuxClock.owner(number));
            case THREAD -> threads.ofThread(caller, LinuxClock.owner(number));
        };
    }

    private long getTime(Caller caller) throws PosixException {
        TimeValues.writeNanoseconds(caller.memory(), caller.argument(1), now(caller, caller.intArgument(0)));
        return 0;
    }

    private long resolution(Caller caller) throws PosixException {
        int number = caller.intArgument(0);
        if (number < 0) {
            now(caller, number); // there has to be such a thread
        }
        LinuxClock unused = LinuxClock.of(number);
        if (caller.argument(1) != 0) {
            boolean coarse = number == COARSE_REALTIME || number == COARSE_MONOTONIC;
            TimeValues.writeNanoseconds(caller.memory(), caller.argument(1), coarse ? COARSE : 1);
        }
        return 0;
    }

    private long setTime(Caller caller) throws PosixException {
        if (LinuxClock.of(caller.intArgument(0)) != LinuxClock.REALTIME) {
            throw new PosixException(Errno.EINVAL);
        }
        return refuse(caller);
    }

    private static long refuse(Caller caller) throws PosixException {
        throw new PosixException(Errno.EPERM);
    }

    private long sleep(Caller caller) throws PosixException {
        long time = TimeValues.nanoseconds(caller.memory(), caller.argument(0));
        return sleepFor(caller, time, caller.argument(1));
    }

    private long clockSleep(Caller caller) throws PosixException {
        int number = caller.intArgument(0);
        LinuxClock which = LinuxClock.of(number);
        if (number == OWN_THREAD) {
            throw new PosixException(Errno.EINVAL);
        }
        if (which == LinuxClock.PROCESS || which == LinuxClock.THREAD) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        long time = TimeValues.nanoseconds(caller.memory(), caller.argument(2));
        if ((caller.argument(1) & ABSOLUTE) == 0) {
            return sleepFor(caller, time, caller.argument(3));
        }
        Sleep.until(clock, which == LinuxClock.REALTIME ? clock.monotonicAt(time) : time, caller);
        return 0;
    }

    /** @param rest where what a signal has left of the time is to go, 0 for nowhere */
    private long sleepFor(Caller caller, long nanoseconds, long rest) throws PosixException {
        long deadline = clock.after(nanoseconds);
        try {
            Sleep.until(clock, deadline, caller);
        } catch (PosixException e) {
            if (rest != 0) {
                long left = deadline == ClockSource.NEVER ? nanoseconds : Math.max(0, deadline - clock.monotonic());
                TimeValues.writeNanoseconds(caller.memory(), rest, left);
            }
            throw e;
        }
        return 0;
    }

    private long timeOfDay(Caller caller) throws PosixException {
        if (caller.argument(0) != 0) {
            TimeValues.writeMicroseconds(caller.memory(), caller.argument(0), clock.realtime());
        }
        if (caller.argument(1) != 0) {
            caller.memory().write(caller.argument(1), new byte[TIMEZONE]);
        }
        return 0;
    }

    private long seconds(Caller caller) throws PosixException {
        long now = clock.realtime() / TimeValues.SECOND;
        if (caller.argument(0) != 0) {
            caller.memory().putLong(caller.argument(0), now);
        }
        return now;
    }

    private long adjustClock(Caller caller) throws PosixException {
        if (LinuxClock.of(caller.intArgument(0)) != LinuxClock.REALTIME) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        return adjust(caller, caller.argument(1));
    }

    private long adjust(Caller caller, long address) throws PosixException {
        if (caller.memory().getInt(address) != 0) {
            throw new PosixException(Errno.EPERM);
        }
        caller.memory().write(address, new byte[TIMEX]);
        caller.memory().putInt(address + TIMEX_STATUS, UNSYNCHRONIZED);
        caller.memory().putLong(address + TIMEX_TICK, USUAL_TICK);
        TimeValues.writeMicroseconds(caller.memory(), address + TIMEX_TIME, clock.realtime());
        return CLOCK_ERROR;
    }
}
