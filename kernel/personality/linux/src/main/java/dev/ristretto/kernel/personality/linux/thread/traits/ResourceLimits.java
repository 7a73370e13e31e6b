package dev.ristretto.kernel.personality.linux.thread.traits;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfProcess;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.Arrays;

/** The limits of a process (getrlimit(2)). Safe for use by several threads. */
public final class ResourceLimits {
    public static final int STACK = 3;
    public static final int DESCRIPTORS = 7;
    public static final int ADDRESS_SPACE = 9;

    private static final int CORE = 4;
    private static final int LOCKED_MEMORY = 8;
    private static final int SIGNALS = 11;
    private static final int QUEUES = 12;
    private static final int NICENESS = 13;
    private static final int REALTIME_PRIORITY = 14;
    private static final int COUNT = 16;

    private static final long USUAL_STACK = 8 << 20;
    private static final long USUAL_LOCKED = 8 << 20;
    private static final long USUAL_QUEUES = 819_200;

    private final LimitPair[] limits = new LimitPair[COUNT];
    private final int mostDescriptors;

    /** The usual limits, for a table of that many descriptors. */
    public ResourceLimits(int mostDescriptors) {
        this.mostDescriptors = mostDescriptors;
        Arrays.fill(limits, LimitPair.NONE);
        limits[STACK] = new LimitPair(USUAL_STACK, LimitPair.INFINITE);
        limits[CORE] = new LimitPair(0, LimitPair.INFINITE);
        limits[DESCRIPTORS] = LimitPair.of(mostDescriptors);
        limits[LOCKED_MEMORY] = LimitPair.of(USUAL_LOCKED);
        limits[SIGNALS] = LimitPair.of(SignalsOfProcess.MOST_QUEUED);
        limits[QUEUES] = LimitPair.of(USUAL_QUEUES);
        limits[NICENESS] = LimitPair.of(0);
        limits[REALTIME_PRIORITY] = LimitPair.of(0);
    }

    /** Takes over the limits of a parent. */
    public void inherit(ResourceLimits parent) {
        LimitPair[] inherited;
        synchronized (parent) {
            inherited = parent.limits.clone();
        }
        synchronized (this) {
            System.arraycopy(inherited, 0, limits, 0, COUNT);
        }
    }

    /** A limit; EINVAL if there is none of that number. */
    public synchronized LimitPair get(int resource) throws PosixException {
        if (resource < 0 || resource >= COUNT) {
            throw new PosixException(Errno.EINVAL);
        }
        return limits[resource];
    }

    /** What holds now of one of the limits that have names here. */
    public synchronized long current(int resource) {
        return limits[resource].current();
    }

    /** Sets a limit. */
    public synchronized void set(int resource, LimitPair limit) throws PosixException {
        LimitPair unused = get(resource);
        if (Long.compareUnsigned(limit.current(), limit.most()) > 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (resource == DESCRIPTORS && Long.compareUnsigned(limit.most(), mostDescriptors) > 0) {
            throw new PosixException(Errno.EPERM);
        }
        limits[resource] = limit;
    }
}
