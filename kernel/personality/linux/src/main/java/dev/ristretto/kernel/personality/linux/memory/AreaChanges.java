package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes areas and their pages together. Ranges are of whole pages. For one thread at a time. */
final class AreaChanges {
    private final AreaMap areas;
    private final AreaPages pages;
    private final AddressSearch search;
    private final SharedMappings files;

    AreaChanges(AreaMap areas, AreaPages pages, AddressSearch search, SharedMappings files) {
        this.areas = areas;
        this.pages = pages;
        this.search = search;
        this.files = files;
    }

    /** mmap(2) of whole pages. */
    long map(long address, long bytes, int protection, int flags, @Nullable MappedFile file, long offset)
            throws PosixException {
        areas.checkRoom(1);
        boolean fixed = (flags & (MapFlags.FIXED | MapFlags.FIXED_NO_REPLACE)) != 0;
        boolean replaces = (flags & MapFlags.FIXED_NO_REPLACE) == 0;
        if (fixed) {
            MapRules.checkFixed(address, bytes, replaces);
            if (!replaces && !areas.isFree(address, address + bytes)) {
                throw new PosixException(Errno.EEXIST);
            }
        }
        long start = fixed ? address : search.find(address, bytes, (flags & MapFlags.LOW_32_BIT) != 0);
        MapRules.checkKind(protection, flags, file);
        if (fixed && replaces) {
            remove(start, start + bytes);
        }
        boolean growsDown = (flags & MapFlags.GROWS_DOWN) != 0;
        Backing backing = backing((flags & MapFlags.TYPE) != MapFlags.PRIVATE, file);
        long from = file == null ? 0 : offset;
        add(new MemoryArea(start, start + bytes, protection, growsDown, backing, from, Inheritance.COPIED));
        return start;
    }

    private @Nullable Backing backing(boolean shared, @Nullable MappedFile file) {
        if (file == null) {
            return shared ? Backing.anonymous() : null;
        }
        return shared ? files.backing(file) : Backing.privately(file);
    }

    /** Adds an area where none is. */
    private void add(MemoryArea area) {
        areas.add(area);
        areas.join(area.start(), area.end());
    }

    /** Unmaps whatever is in a range; ENOMEM if that would make too many areas of few. */
    void remove(long start, long end) throws PosixException {
        MemoryArea around = areas.at(start);
        if (around != null && around.start() < start && around.end() > end) {
            areas.checkRoom(1);
        }
        for (MemoryArea area : areas.isolate(start, end)) {
            remove(area);
        }
    }

    /** Unmaps everything. */
    void clear() {
        for (MemoryArea area : List.copyOf(areas.all())) {
            remove(area);
        }
    }

    private void remove(MemoryArea area) {
        pages.release(area, area.start(), area.end());
        Backing gone = areas.remove(area);
        if (gone != null) {
            files.removed(gone);
        }
    }

    /** brk(2): where the break is now. */
    long moveBreak(ProgramBreak program, long address) {
        long end = program.end();
        if (program.start() == 0 || address < program.start() || address > UserSpace.HIGH_END) {
            return end;
        }
        long oldEnd = end + UserSpace.PAGE - 1 & -UserSpace.PAGE;
        long newEnd = address + UserSpace.PAGE - 1 & -UserSpace.PAGE;
        try {
            if (newEnd < oldEnd) {
                remove(newEnd, oldEnd);
            } else if (newEnd > oldEnd) {
                // A page stays free between it and what comes next.
                long bytes = newEnd - oldEnd;
                if (!UserSpace.isAllowed(oldEnd, bytes) || !search.isFree(oldEnd, bytes + UserSpace.PAGE)) {
                    return end;
                }
                areas.checkRoom(1);
                int access = PageAccess.READ | PageAccess.WRITE;
                add(new MemoryArea(oldEnd, newEnd, access, false, null, 0, Inheritance.COPIED));
            }
        } catch (PosixException e) {
            return end;
        }
        program.setEnd(address);
        return address;
    }

    /** mprotect(2) of a range that is not empty. */
    void protect(long from, long end, int asked) throws PosixException {
        int protection = MapRules.strictProtection(asked);
        MemoryArea first = areas.at(from);
        long start = from;
        if ((asked & MapFlags.PROTECT_GROWS_DOWN) != 0) {
            // From the beginning of a stack on, which may begin in the range.
            first = first == null ? areas.from(from) : first;
            if (first == null || first.start() >= end) {
                throw new PosixException(Errno.ENOMEM);
            }
            if (!first.growsDown()) {
                throw new PosixException(Errno.EINVAL);
            }
            start = first.start();
        } else if (first != null && (asked & MapFlags.PROTECT_GROWS_UP) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (first == null) {
            throw new PosixException(Errno.ENOMEM);
        }
        long covered = areas.coveredUpTo(start, end);
        areas.checkRoom(areas.splits(start, covered));
        try {
            for (MemoryArea area : areas.isolate(start, covered)) {
                protect(area, protection);
            }
        } finally {
            areas.join(start, covered);
        }
        if (covered < end) {
            throw new PosixException(Errno.ENOMEM);
        }
    }

    private void protect(MemoryArea area, int protection) throws PosixException {
        MappedFile file = area.file();
        if (area.isShared() && (protection & PageAccess.WRITE) != 0 && file != null && !file.isWritable()) {
            throw new PosixException(Errno.EACCES);
        }
        MemoryArea changed = area.withProtection(protection);
        areas.replace(area, changed);
        if (changed.access() != area.access() || area.sharedPages() != null) {
            pages.protect(changed);
        }
    }

    /** Says what becomes of a range when the process is copied; ENOMEM if there are holes, when the rest is done. */
    void inherit(long start, long end, int advice) throws PosixException {
        areas.checkRoom(areas.splits(start, end));
        try {
            for (MemoryArea area : areas.isolate(start, end)) {
                areas.replace(area, area.withInheritance(MemoryAdvice.inheritance(advice, area)));
            }
        } finally {
            areas.join(start, end);
        }
        if (areas.coveredUpTo(start, end) < end) {
            throw new PosixException(Errno.ENOMEM);
        }
    }

    /**
     * Lengthens a stack down to an address, if there is one behind it.
     *
     * @param limit how long it may become
     * @return the stack with the address in it; null if there is none, or it may not
     */
    @Nullable
    MemoryArea grow(long address, long limit) {
        MemoryArea stack = areas.from(address);
        long page = address & -UserSpace.PAGE;
        if (stack == null || !stack.growsDown() || page < 0 || stack.end() - page > limit) {
            return null;
        }
        MemoryArea before = areas.before(page);
        boolean near = before != null
                && !before.growsDown()
                && before.protection() != PageAccess.NONE
                && page - before.end() < AddressSearch.GUARD;
        if (near || !UserSpace.isAllowed(page, stack.end() - page)) {
            return null;
        }
        MemoryArea grown = stack.at(page, stack.end());
        areas.replace(stack, grown);
        return grown;
    }
}
