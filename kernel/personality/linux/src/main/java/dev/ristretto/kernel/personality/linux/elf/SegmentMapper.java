package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.MapFlags;
import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.PosixException;

/** Maps the segments of programs. */
final class SegmentMapper {
    private static final int FLAGS = MapFlags.PRIVATE | MapFlags.FIXED;

    private final MemoryAreas areas;
    private final UserMemory memory;

    SegmentMapper(MemoryAreas areas, UserMemory memory) {
        this.areas = areas;
        this.memory = memory;
    }

    /** Maps all segments of a program that is moved by so many bytes. */
    void map(ProgramFile program, long moved) throws PosixException {
        long mapped = 0;
        for (ElfSegment segment : program.image().segments()) {
            mapped = map(segment, program.file(), moved, mapped);
        }
    }

    /**
     * Maps one segment. What the segment before has of its first page stays there if this one has nothing in the file.
     *
     * @param mapped where that one's pages end
     * @return where this one's do
     */
    private long map(ElfSegment segment, MappedFile file, long moved, long mapped) throws PosixException {
        long address = segment.address() + moved;
        long start = address & -UserSpace.PAGE;
        long zeroFrom = address + segment.fileLength();
        long end = pagesUp(address + segment.length());
        long fileEnd = Math.max(start, mapped);
        if (segment.fileLength() > 0) {
            fileEnd = pagesUp(zeroFrom);
            long offset = segment.offset() - (address - start);
            areas.map(start, fileEnd - start, segment.protection(), FLAGS, file, offset);
            clear(segment, zeroFrom, fileEnd);
        }
        if (end > fileEnd) {
            areas.map(fileEnd, end - fileEnd, segment.protection(), FLAGS | MapFlags.ANONYMOUS, null, 0);
        }
        return Math.max(end, fileEnd);
    }

    /** What the file has behind the segment in its last page is not a part of it. */
    private void clear(ElfSegment segment, long from, long to) throws PosixException {
        boolean longer = segment.length() > segment.fileLength();
        if (longer && (segment.protection() & PageAccess.WRITE) != 0) {
            memory.write(from, new byte[(int) (to - from)]);
        }
    }

    private static long pagesUp(long address) {
        return address + UserSpace.PAGE - 1 & -UserSpace.PAGE;
    }
}
