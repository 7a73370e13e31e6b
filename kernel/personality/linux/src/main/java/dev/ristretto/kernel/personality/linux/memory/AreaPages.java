package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.PosixException;

/** Brings, changes and takes away the pages of areas. For one thread at a time. */
final class AreaPages {
    private static final int PAGE = (int) UserSpace.PAGE;

    private static final byte[] NOTHING = {};

    private final MemoryHome home;
    private final UserSpace space;
    private final byte[] read;
    private final byte[] content = new byte[PAGE];

    /** @param read for what is read of files: as many pages are brought at once (fault_around_bytes) */
    AreaPages(MemoryHome home, byte[] read) {
        this.home = home;
        this.space = home.space();
        this.read = read;
    }

    /** A program touched an address of an area for which the processor found no right or no page. */
    FaultOutcome fault(MemoryArea area, long address, long errorCode) {
        boolean write = (errorCode & UserContext.WRITE) != 0;
        boolean execute = (errorCode & UserContext.INSTRUCTION) != 0;
        int needed = write ? PageAccess.WRITE : execute ? PageAccess.EXECUTE : ~0;
        if ((area.protection() & needed) == 0) {
            return FaultOutcome.NOT_ALLOWED;
        }
        long page = address & -UserSpace.PAGE;
        SharedPages shared = area.sharedPages();
        if (!space.isBacked(page)) {
            FaultOutcome outcome = bring(area, page);
            if (outcome != FaultOutcome.RESOLVED) {
                return outcome;
            }
        } else if (!area.isShared() && write) {
            // Others have the page too, another thread was faster, or it was not known yet that more is allowed now.
            return space.own(page, area.access()) ? FaultOutcome.RESOLVED : FaultOutcome.NO_MEMORY;
        } else if (shared == null) {
            protect(area, page, page + PAGE);
        }
        if (shared != null && write) {
            shared.makeWritable(home, area, page);
        } else if (shared != null && execute) {
            space.protectShared(page, PAGE, area.cleanAccess());
        }
        return FaultOutcome.RESOLVED;
    }

    private FaultOutcome bring(MemoryArea area, long page) {
        MappedFile file = area.file();
        if (file != null) {
            return bring(area, file, page);
        }
        AnonymousPages anonymous = area.anonymousPages();
        boolean there =
                anonymous == null ? space.back(page, area.access(), NOTHING, 0) : anonymous.bring(space, area, page);
        return there ? FaultOutcome.RESOLVED : FaultOutcome.NO_MEMORY;
    }

    /** Brings a page of a file and those around it that are missing too. */
    private FaultOutcome bring(MemoryArea area, MappedFile file, long page) {
        long window = read.length;
        long start = Math.max(area.start(), page & -window);
        long end = Math.min(area.end(), (page & -window) + window);
        int filled;
        try {
            if (area.offsetOf(page) >= file.size()) {
                return FaultOutcome.BEYOND_FILE;
            }
            filled = file.read(area.offsetOf(start), read, (int) (end - start));
        } catch (PosixException e) {
            return FaultOutcome.BEYOND_FILE;
        }
        // What was asked for first, if there should be too little memory for all.
        if (start + filled <= page) {
            return FaultOutcome.BEYOND_FILE;
        }
        if (!bring(area, page, filled, start)) {
            return FaultOutcome.NO_MEMORY;
        }
        for (long next = start; next < start + filled; next += PAGE) {
            if (!space.isBacked(next) && !bring(area, next, filled, start)) {
                break;
            }
        }
        return FaultOutcome.RESOLVED;
    }

    private boolean bring(MemoryArea area, long page, int filled, long start) {
        int from = (int) (page - start);
        int length = Math.min(PAGE, filled - from);
        System.arraycopy(read, from, content, 0, length);
        SharedPages shared = area.sharedPages();
        if (shared == null) {
            return space.back(page, area.access(), content, length);
        }
        long index = area.indexOf(page);
        PagePlace existing = shared.existing(index);
        boolean there = existing == null
                ? space.back(page, area.cleanAccess(), content, length)
                : space.share(page, existing.home().space(), existing.address(), area.cleanAccess());
        if (there) {
            shared.add(index, home, page);
        }
        return there;
    }

    /** Gives back the pages of a range of an area; what belongs to a file is written back before. */
    void release(MemoryArea area, long start, long end) {
        SharedPages shared = area.sharedPages();
        if (shared != null) {
            shared.forget(home, area, start, end);
        }
        space.release(start, end - start);
    }

    /** Lets the processor allow what an area does. */
    void protect(MemoryArea area) {
        protect(area, area.start(), area.end());
    }

    private void protect(MemoryArea area, long start, long end) {
        if (area.isShared()) {
            int access = area.sharedPages() == null ? area.access() : area.cleanAccess();
            space.protectShared(start, end - start, access);
        } else {
            space.protect(start, end - start, area.access());
        }
    }

    /** Moves the pages of the first bytes of an area; false if there is no memory for that. */
    boolean move(MemoryArea area, long bytes, long to) {
        if (!space.move(area.start(), bytes, to)) {
            return false;
        }
        SharedPages shared = area.sharedPages();
        if (shared != null) {
            shared.move(home, area, area.start(), area.start() + bytes, to);
        }
        return true;
    }

    /** Says of each page of a range whether it is there, a byte each. */
    void resident(long start, long end, byte[] target, int offset) {
        for (long page = start; page < end; page += PAGE) {
            target[offset + (int) ((page - start) / PAGE)] = (byte) (space.isBacked(page) ? 1 : 0);
        }
    }
}
