package dev.ristretto.kernel.personality.linux.time;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** The clocks of clock_gettime(2). */
public enum LinuxClock {
    REALTIME,
    MONOTONIC,
    PROCESS,
    THREAD;

    private static final LinuxClock[] FIXED = {
        REALTIME, // CLOCK_REALTIME
        MONOTONIC,
        PROCESS, // CLOCK_PROCESS_CPUTIME_ID
        THREAD, // CLOCK_THREAD_CPUTIME_ID
        MONOTONIC, // CLOCK_MONOTONIC_RAW
        REALTIME, // CLOCK_REALTIME_COARSE
        MONOTONIC, // CLOCK_MONOTONIC_COARSE
        MONOTONIC, // CLOCK_BOOTTIME
        REALTIME, // CLOCK_REALTIME_ALARM
        MONOTONIC // CLOCK_BOOTTIME_ALARM
    };

    private static final int TAI = 11;

    // What the last three bits of the number of a clock of one thread or process mean; the rest is that one's number,
    // all bits of it turned over (include/linux/posix-timers.h).
    private static final int KIND_BITS = 3;
    private static final int KIND = 7;
    private static final int FIRST_OF_THREAD = 4;
    private static final int ANOTHER_KIND = 3;

    /** The clock of a number; EINVAL if there is none. */
    public static LinuxClock of(int number) throws PosixException {
        if (number >= 0 && number < FIXED.length) {
            return FIXED[number];
        }
        if (number == TAI) {
            return REALTIME;
        }
        if (number >= 0 || (number & ANOTHER_KIND) == ANOTHER_KIND) {
            throw new PosixException(Errno.EINVAL);
        }
        return (number & KIND) >= FIRST_OF_THREAD ? THREAD : PROCESS;
    }

    /** Whose clock a number of one of {@link #PROCESS} or {@link #THREAD} is; 0 for the caller's. */
    static int owner(int number) {
        return number < 0 ? ~(number >> KIND_BITS) : 0;
    }
}
