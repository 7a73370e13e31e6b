package dev.ristretto.kernel.personality.linux.thread;

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

    private final ResourceLimit[] limits = new ResourceLimit[COUNT];
    private final int mostDescriptors;

    /** The usual limits, for a table of that many descriptors. */
    ResourceLimits(int mostDescriptors) {
        this.mostDescriptors = mostDescriptors;
        Arrays.fill(limits, ResourceLimit.NONE);
        limits[STACK] = new ResourceLimit(USUAL_STACK, ResourceLimit.INFINITE);
        limits[CORE] = new ResourceLimit(0, ResourceLimit.INFINITE);
        limits[DESCRIPTORS] = ResourceLimit.of(mostDescriptors);
        limits[LOCKED_MEMORY] = ResourceLimit.of(USUAL_LOCKED);
        limits[SIGNALS] = ResourceLimit.of(SignalsOfProcess.MOST_QUEUED);
        limits[QUEUES] = ResourceLimit.of(USUAL_QUEUES);
        limits[NICENESS] = ResourceLimit.of(0);
        limits[REALTIME_PRIORITY] = ResourceLimit.of(0);
    }

    /** A limit; EINVAL if there is none of that number. */
    public synchronized ResourceLimit get(int resource) throws PosixException {
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
    synchronized void set(int resource, ResourceLimit limit) throws PosixException {
        ResourceLimit unused = get(resource);
        if (Long.compareUnsigned(limit.current(), limit.most()) > 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (resource == DESCRIPTORS && Long.compareUnsigned(limit.most(), mostDescriptors) > 0) {
            throw new PosixException(Errno.EPERM);
        }
        limits[resource] = limit;
    }
}
