package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import org.jspecify.annotations.Nullable;

/** Descriptors that one call waits for (poll, select), and what they turned out to be ready for. */
final class WaitSet {
    /** POLLRDNORM and POLLWRNORM, which are the same as POLLIN and POLLOUT for all there is. */
    private static final int READ_NORMAL = 0x40;

    private static final int WRITE_NORMAL = 0x100;

    private final @Nullable OpenFile[] files;
    private final int[] asked;
    private final int[] ready;

    WaitSet(int size) {
        files = new OpenFile[size];
        asked = new int[size];
        ready = new int[size];
    }

    /** Asks for events of a descriptor's file; null if it is not open, which is ready at once. */
    void set(int index, @Nullable OpenFile file, int events) {
        files[index] = file;
        asked[index] = events | PollEvents.ERR | PollEvents.HUP;
        ready[index] = file == null ? PollEvents.NVAL : 0;
    }

    /** What it is ready for. */
    int ready(int index) {
        return ready[index];
    }

    /**
     * Waits until one is ready; how many are.
     *
     * @throws PosixException EINTR if a signal came first
     */
    int await(Caller caller, long timeoutNanos) throws PosixException {
        int count = look();
        if (count > 0 || timeoutNanos == 0) {
            return count;
        }
        try (Wait wait = new Wait(timeoutNanos)) {
            for (int i = 0; i < files.length; i++) {
                OpenFile file = files[i];
                if (file != null) {
                    wait.watch(file, plain(asked[i]));
                }
            }
            while (true) {
                count = look();
                if (count > 0) {
                    return count;
                }
                if (!wait.untilSignalled()) {
                    break;
                }
            }
        }
        if (caller.isSignalled()) {
            throw new PosixException(Errno.EINTR);
        }
        return look();
    }

    private int look() {
        int count = 0;
        for (int i = 0; i < files.length; i++) {
            OpenFile file = files[i];
            if (file != null) {
                ready[i] = all(file.readiness()) & asked[i];
            }
            count += ready[i] != 0 ? 1 : 0;
        }
        return count;
    }

    private static int plain(int events) {
        return events
                | ((events & READ_NORMAL) != 0 ? PollEvents.IN : 0)
                | ((events & WRITE_NORMAL) != 0 ? PollEvents.OUT : 0);
    }

    private static int all(int events) {
        return events
                | ((events & PollEvents.IN) != 0 ? READ_NORMAL : 0)
                | ((events & PollEvents.OUT) != 0 ? WRITE_NORMAL : 0);
    }
}
