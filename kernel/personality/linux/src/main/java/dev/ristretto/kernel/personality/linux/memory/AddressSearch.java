package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Finds addresses for areas: from the top down below the stack, as programs expect, then in the lower part. Below a
 * stack a gap is left, so that one that grows too far meets nothing. For one thread at a time.
 */
final class AddressSearch {
    /** What is left free below a stack (stack_guard_gap, 256 pages). */
    static final long GUARD = 256 * UserSpace.PAGE;

    /** What is left to the stack of a program at least (MIN_GAP in mm/util.c). */
    static final long STACK_ROOM = (128L << 20) + GUARD;

    /** Where MAP_32BIT finds room. */
    private static final long NARROW_START = 0x4000_0000L;

    private static final long NARROW_END = 0x8000_0000L;

    private final AreaMap areas;
    private long top = UserSpace.HIGH_END - STACK_ROOM;

    AddressSearch(AreaMap areas) {
        this.areas = areas;
    }

    long top() {
        return top;
    }

    /** Nothing is found above this from now on. */
    void setTop(long address) {
        top = address;
    }

    /**
     * An address for an area.
     *
     * @param hint where it should be; 0 if that does not matter
     * @param narrow whether it has to be below 2 GiB
     * @throws PosixException ENOMEM if there is no room
     */
    long find(long hint, long length, boolean narrow) throws PosixException {
        long wish = hint & -UserSpace.PAGE;
        if (wish != 0 && suits(wish, length) && (!narrow || wish + length <= NARROW_END)) {
            return wish;
        }
        long found;
        if (narrow) {
            found = below(NARROW_END, NARROW_START, length);
        } else {
            found = below(top, UserSpace.HIGH_START, length);
            if (found == 0) {
                found = below(UserSpace.LOW_END, UserSpace.LOWEST, length);
            }
        }
        if (found == 0) {
            throw new PosixException(Errno.ENOMEM);
        }
        return found;
    }

    private boolean suits(long address, long length) {
        return UserSpace.isAllowed(address, length) && isFree(address, length);
    }

    /** Whether a range and, if a stack comes next, the gap behind it are free. */
    boolean isFree(long address, long length) {
        long end = address + length;
        return areas.isFree(address, end) && end <= lowest(areas.from(end), Long.MAX_VALUE);
    }

    /** The highest address for so many bytes between two bounds; 0 if there is none. */
    private long below(long bound, long bottom, long length) {
        long ceiling = lowest(areas.from(bound), bound);
        MemoryArea area = areas.before(bound);
        while (ceiling - bottom >= length) {
            long floor = area == null ? bottom : Math.max(bottom, area.end());
            if (ceiling - floor >= length) {
                return ceiling - length;
            }
            if (area == null) {
                return 0;
            }
            ceiling = lowest(area, ceiling);
            area = areas.before(area.start());
        }
        return 0;
    }

    /** How far up something may reach that lies below an area, if there is one, and below a bound. */
    private static long lowest(@Nullable MemoryArea next, long bound) {
        if (next == null) {
            return bound;
        }
        return Math.min(bound, next.growsDown() ? next.start() - GUARD : next.start());
    }
}
