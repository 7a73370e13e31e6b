package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * What a process has mapped where, by Linux's rules. An area costs a record, whatever its length: pages are brought
 * when they are first touched. Addresses and lengths are the program's and may be anything. Safe for use by several
 * threads.
 */
public final class MemoryAreas implements PageSupply {
    /** How far a stack may grow unless told otherwise (RLIMIT_STACK). */
    public static final long USUAL_STACK_LIMIT = 8 << 20;

    /** What lies between the end of a stack and what may be anywhere, at least. */
    public static final long STACK_ROOM = AddressSearch.STACK_ROOM;

    private static final long PAGE = UserSpace.PAGE;

    private final UserSpace space;
    private final AreaMap areas = new AreaMap();
    private final MemoryHome home;
    private final AddressSearch search = new AddressSearch(areas);
    private final ProgramBreak programBreak = new ProgramBreak();
    private final AreaPages pages;
    private final SharedMappings files;
    private final AreaChanges changes;
    private final AreaMoves moves;
    private volatile long stackLimit = USUAL_STACK_LIMIT;
    private long stackEnd;

    /** A process that has nothing mapped, and no other of whose machine ever will. */
    public MemoryAreas(UserSpace space) {
        this(space, new SharedMappings());
    }

    /** A process that has nothing mapped. */
    public MemoryAreas(UserSpace space, SharedMappings files) {
        this.space = space;
        this.files = files;
        home = new MemoryHome(space, areas);
        pages = new AreaPages(home, files.buffer());
        changes = new AreaChanges(areas, pages, search, files);
        moves = new AreaMoves(areas, pages, search, changes);
    }

    /**
     * The same for a copy of the process: private pages are copied when one of both writes to them, shared ones stay
     * shared.
     *
     * @param target has nothing yet
     * @throws PosixException ENOMEM, when it has nothing again
     */
    public MemoryAreas copyTo(UserSpace target) throws PosixException {
        MemoryAreas copy = new MemoryAreas(target, files);
        boolean done = false;
        try (var _ = files.hold()) {
            copy.stackLimit = stackLimit;
            copy.stackEnd = stackEnd;
            copy.search.setTop(search.top());
            copy.programBreak.copyFrom(programBreak);
            new AreaCopies(home, copy.home).copy();
            done = true;
            return copy;
        } finally {
            if (!done) {
                copy.clear();
            }
        }
    }

    /** The word at an address, if other processes may have it too. */
    public @Nullable SharedWord sharedWord(long address) {
        try (var _ = files.hold()) {
            MemoryArea area = areas.at(address);
            if (area == null || !area.isShared()) {
                return null;
            }
            SharedPages shared = area.sharedPages();
            Object owner = shared == null ? area.backing() : shared;
            return owner == null ? null : new SharedWord(owner, area.offsetOf(address));
        }
    }

    /** The shared mappings of files of the machine, for whoever reads and writes those files otherwise. */
    public SharedMappings sharedMappings() {
        return files;
    }

    /**
     * mmap(2).
     *
     * @param flags of {@link MapFlags}
     * @param file what is mapped; null for memory without a file
     * @param offset where in the file it begins
     * @return where it is
     * @throws PosixException EINVAL, ENOMEM, EACCES, EEXIST, EPERM, EOPNOTSUPP, EOVERFLOW as mmap(2) says
     */
    public long map(long address, long length, int protection, int flags, @Nullable MappedFile file, long offset)
            throws PosixException {
        if (!MapRules.isPage(offset) || length == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if ((flags & MapFlags.HUGE_TABLE) != 0) {
            throw new PosixException(file == null ? Errno.ENOMEM : Errno.EINVAL);
        }
        long bytes = MapRules.wholePages(length);
        // A program's offset has no sign; behind the largest file there is nothing.
        if (file != null && (offset < 0 || offset > Long.MAX_VALUE - bytes)) {
            throw new PosixException(Errno.EOVERFLOW);
        }
        long start;
        try (var _ = files.hold()) {
            start = changes.map(address, bytes, MapRules.protection(protection), flags, file, offset);
        }
        // Not if it would take most of what there is: nobody is told whether it was done.
        if (MapRules.populates(flags) && bytes < space.freeBytes() / 2) {
            populate(start, start + bytes, (protection & PageAccess.WRITE) != 0);
        }
        return start;
    }

    /** munmap(2). */
    public void unmap(long address, long length) throws PosixException {
        MapRules.checkUnmap(address, length);
        try (var _ = files.hold()) {
            changes.remove(address, address + MapRules.wholePages(length));
        }
    }

    /** mprotect(2): EINVAL, EACCES; ENOMEM at the first hole, when all before it is changed. */
    public void protect(long address, long length, int protection) throws PosixException {
        long end = MapRules.end(address, length);
        if (address == end) {
            return;
        }
        try (var _ = files.hold()) {
            changes.protect(address, end, protection);
        }
    }

    /** mremap(2): where it is now; MREMAP_DONTUNMAP is refused with EINVAL, as before Linux 5.7. */
    public long remap(long address, long oldLength, long newLength, int flags, long newAddress) throws PosixException {
        MapRules.checkMove(address, oldLength, newLength, flags);
        try (var _ = files.hold()) {
            return moves.remap(
                    address, MapRules.wholePages(oldLength), MapRules.wholePages(newLength), flags, newAddress);
        }
    }

    /** madvise(2): EINVAL for what is unknown or does not fit; ENOMEM if there are holes, when the rest is done. */
    public void advise(long address, long length, int advice) throws PosixException {
        if (!MemoryAdvice.isKnown(advice) || length < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        long end = MapRules.end(address, length);
        if (MemoryAdvice.populates(advice)) {
            MemoryAdvice.checkPopulated(populate(address, end, advice == MemoryAdvice.POPULATE_WRITE));
            return;
        }
        if (MemoryAdvice.isOfCopies(advice)) {
            inherit(address, end, advice);
            return;
        }
        forEach(address, end, (area, from, to) -> MemoryAdvice.follow(advice, area, from, to, pages));
    }

    private void inherit(long start, long end, int advice) throws PosixException {
        try (var _ = files.hold()) {
            changes.inherit(start, end, advice);
        }
    }

    /** msync(2): what was written to shared mappings of files is in the files then, and safe with MS_SYNC. */
    public void sync(long address, long length, int flags) throws PosixException {
        MapRules.checkSync(flags);
        long end = MapRules.end(address, length);
        boolean safe = (flags & MapFlags.SYNC_SYNCHRONOUS) != 0;
        forEach(address, end, (area, from, to) -> {
            SharedPages shared = area.sharedPages();
            MappedFile file = area.file();
            if (shared != null && file != null) {
                shared.writeBack(area, from, to);
                if (safe) {
                    file.sync();
                }
            }
        });
    }

    private void forEach(long start, long end, AreaMap.PartAction action) throws PosixException {
        if (start == end) {
            return;
        }
        try (var _ = files.hold()) {
            areas.forEach(start, end, action);
        }
    }

    /**
     * brk(2).
     *
     * @return where the break is now: where it was, if it cannot be there
     */
    public long moveBreak(long address) {
        try (var _ = files.hold()) {
            return changes.moveBreak(programBreak, address);
        }
    }

    /** The break begins at an address behind the program. */
    public void beginBreak(long address) {
        try (var _ = files.hold()) {
            programBreak.begin(address);
        }
    }

    /**
     * Where the stack of the first thread ends, which /proc/self/maps tells, and above which address, which is of a
     * page, nothing is from now on that may be anywhere.
     */
    public void setStack(long end, long top) {
        try (var _ = files.hold()) {
            stackEnd = end;
            search.setTop(top);
        }
    }

    /** How far stacks may grow from now on (RLIMIT_STACK). */
    public void setStackLimit(long bytes) {
        stackLimit = bytes;
    }

    /**
     * A program touched an address for which the processor found no page or no right.
     *
     * @param errorCode bits of {@link UserContext}
     */
    public FaultOutcome fault(long address, long errorCode) {
        try (var _ = files.hold()) {
            MemoryArea area = areas.at(address);
            if (area == null) {
                area = changes.grow(address, stackLimit);
            }
            return area == null ? FaultOutcome.NO_MAPPING : pages.fault(area, address, errorCode);
        }
    }

    @Override
    public boolean supply(long address, boolean write) {
        return fault(address, write ? UserContext.WRITE : 0) == FaultOutcome.RESOLVED;
    }

    /** Brings pages until one cannot be: what came of that one. */
    private FaultOutcome populate(long start, long end, boolean write) {
        for (long page = start; page < end; page += PAGE) {
            FaultOutcome outcome = fault(page, write ? UserContext.WRITE : 0);
            if (outcome != FaultOutcome.RESOLVED) {
                return outcome;
            }
        }
        return FaultOutcome.RESOLVED;
    }

    /** mincore(2): sets for each page of a range whether it is there; ENOMEM if there are holes. */
    public void resident(long address, byte[] target, int pageCount) throws PosixException {
        long end = MapRules.end(address, pageCount * PAGE);
        forEach(address, end, (_, from, to) -> pages.resident(from, to, target, (int) ((from - address) / PAGE)));
    }

    /** The text of /proc/self/maps. */
    public String mapsText() {
        try (var _ = files.hold()) {
            return MapsText.of(areas.all(), programBreak, stackEnd);
        }
    }

    /** All that is mapped, in bytes, whether there are pages or not. */
    public long mappedBytes() {
        try (var _ = files.hold()) {
            return areas.bytes();
        }
    }

    /** Unmaps everything, as a process does that ends or becomes another program; shared files are written back. */
    public void clear() {
        try (var _ = files.hold()) {
            changes.clear();
            programBreak.begin(0);
            stackEnd = 0;
        }
    }
}
