package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import org.jspecify.annotations.Nullable;

/**
 * The pages of shared memory without a file. While one process has it they are that process's; from its first copy on
 * they are kept in a space that no program has, so that they stay when the process goes that touched them first. For
 * one thread at a time.
 */
final class AnonymousPages {
    private static final int ALL = PageAccess.READ | PageAccess.WRITE;
    private static final byte[] NOTHING = {};

    private @Nullable UserSpace kept;

    /** Whether several processes have had it. */
    boolean isKept() {
        return kept != null;
    }

    /** Brings a page of an area; false if there is no memory. */
    boolean bring(UserSpace space, MemoryArea area, long page) {
        UserSpace keeper = kept;
        if (keeper == null) {
            return space.back(page, area.access(), NOTHING, 0);
        }
        long place = place(area, page);
        return (keeper.isBacked(place) || keeper.back(place, ALL, NOTHING, 0))
                && space.share(page, keeper, place, area.access());
    }

    /** Another process gets all pages of an area; false if there is no memory for that. */
    boolean keep(UserSpace space, MemoryArea area) {
        if (!UserSpace.isAllowed(UserSpace.HIGH_START, area.offsetOf(area.end()))) {
            return false;
        }
        UserSpace keeper = kept;
        if (keeper == null) {
            keeper = space.newSpace();
            kept = keeper;
        }
        for (long page = area.start(); page < area.end(); page += UserSpace.PAGE) {
            long place = place(area, page);
            if (space.isBacked(page) && !keeper.isBacked(place) && !keeper.share(place, space, page, ALL)) {
                return false;
            }
        }
        return true;
    }

    private static long place(MemoryArea area, long page) {
        return UserSpace.HIGH_START + area.offsetOf(page);
    }

    /** Nobody has it any more. */
    void close() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }
}
