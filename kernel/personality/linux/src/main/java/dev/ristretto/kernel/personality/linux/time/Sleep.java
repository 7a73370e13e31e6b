package dev.ristretto.kernel.personality.linux.time;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/** Waiting for nothing but time. */
public final class Sleep {
    private Sleep() {}

    /**
     * Sleeps until a moment of {@link ClockSource#monotonic}.
     *
     * @throws PosixException EINTR if a signal came before
     */
    public static void until(ClockSource clock, long deadline, Caller caller) throws PosixException {
        while (deadline == ClockSource.NEVER || clock.monotonic() < deadline) {
            if (caller.isSignalled()) {
                throw new PosixException(Errno.EINTR);
            }
            clock.parkUntil(deadline);
            boolean unused = Thread.interrupted(); // which would end every further parking at once
        }
    }
}
