package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.SignalMaskScope;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;

/** How long a call waits, in nanoseconds up to {@link Wait#FOREVER}, and which signals are blocked meanwhile. */
final class WaitArguments {
    private static final long SECOND = TimeValues.SECOND;
    private static final long MILLISECOND = 1_000_000L;
    private static final long MICROSECOND = TimeValues.MICROSECOND;
    private static final long LONGEST_SECONDS = Long.MAX_VALUE / SECOND - 1;
    private static final int MASK_SIZE = 8;

    private WaitArguments() {}

    /** Milliseconds; below 0 for ever. */
    static long milliseconds(int value) {
        return value < 0 ? Wait.FOREVER : value * MILLISECOND;
    }

    /** A struct timespec, null for ever; EINVAL if it is none. */
    static long timespec(Caller caller, long address) throws PosixException {
        if (address == 0) {
            return Wait.FOREVER;
        }
        return TimeValues.nanoseconds(caller.memory(), address);
    }

    /** A struct timeval, null for ever; its microseconds may be a second or more, as Linux lets them. */
    static long timeval(Caller caller, long address) throws PosixException {
        if (address == 0) {
            return Wait.FOREVER;
        }
        long seconds = caller.memory().getLong(address);
        long microseconds = caller.memory().getLong(address + Long.BYTES);
        if (seconds < 0 || microseconds < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        long carried = microseconds / (SECOND / MICROSECOND);
        if (seconds > LONGEST_SECONDS || carried > LONGEST_SECONDS - seconds) {
            return Wait.FOREVER;
        }
        return (seconds + carried) * SECOND + microseconds % (SECOND / MICROSECOND) * MICROSECOND;
    }

    /** Tells the program what is left of a wait; {@code unit} is how many nanoseconds its smaller field counts. */
    static void putRest(Caller caller, long address, long rest, long unit) throws PosixException {
        if (address != 0) {
            caller.memory().putLong(address, rest / SECOND);
            caller.memory().putLong(address + Long.BYTES, rest % SECOND / unit);
        }
    }

    /** Blocks the signals of a mask of {@code size} bytes, null for those that are blocked anyway. */
    static SignalMaskScope mask(Caller caller, long address, long size) throws PosixException {
        if (address == 0) {
            return () -> {};
        }
        if (size != MASK_SIZE) {
            throw new PosixException(Errno.EINVAL);
        }
        return caller.withSignalMask(caller.memory().getLong(address));
    }
}
