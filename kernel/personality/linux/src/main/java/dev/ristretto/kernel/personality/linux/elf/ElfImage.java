package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program's file says of itself (System V ABI, chapters 4 and 5; its supplement for AMD64). All has been
 * checked: segments are in order, lie in the file and, of programs that cannot be moved, where programs may be.
 *
 * @param movable whether it can be anywhere (ET_DYN)
 * @param entry where it begins
 * @param headers where it finds its own program headers, as an address; 0 if they are not loaded
 * @param headerCount how many those are
 * @param segments what is loaded, by their addresses
 * @param interpreter the path of the program that loads the rest of it; null if there is none
 * @param executableStack whether it wants to execute code on its stack
 * @param alignment of its first address, a power of two, at least a page
 */
public record ElfImage(
        boolean movable,
        long entry,
        long headers,
        int headerCount,
        List<ElfSegment> segments,
        @Nullable String interpreter,
        boolean executableStack,
        long alignment) {
    public ElfImage {
        segments = List.copyOf(segments);
    }

    /** Bytes of a program header. */
    static final int HEADER_LENGTH = 56;

    private static final int FILE_HEADER_LENGTH = 64;

    /** 0x7f "ELF", 64 bits, little-endian, version 1, as a number. */
    private static final long MAGIC = 0x0001_0102_464c_457fL;

    private static final long MAGIC_MASK = 0x00ff_ffff_ffff_ffffL;
    private static final short EXECUTABLE = 2;
    private static final short DYNAMIC = 3;
    private static final short X86_64 = 62;

    /** Linux reads no more of headers (fs/binfmt_elf.c). */
    private static final int MOST_HEADER_BYTES = 65536;

    private static final int LOAD = 1;
    private static final int INTERPRETER = 3;
    private static final int HEADERS = 6;
    private static final int STACK = 0x6474_e551;

    /** The largest alignment that is heeded, in bytes: a page of the second table. */
    private static final long MOST_ALIGNMENT = 1 << 21;

    /** Bytes that a movable program may extend over: 16 GiB. */
    private static final long MOST_BYTES = 1L << 34;

    private static final int LONGEST_PATH = 4096;

    /** Whether a file begins as one of these does. */
    static boolean isElf(byte[] beginning) {
        return beginning.length >= 4
                && beginning[0] == 0x7f
                && beginning[1] == 'E'
                && beginning[2] == 'L'
                && beginning[3] == 'F';
    }

    /**
     * Reads a file.
     *
     * @throws PosixException ENOEXEC if it is no program that can run here; what reading the file fails with
     */
    static ElfImage read(MappedFile file) throws PosixException {
        ByteBuffer header = ElfBytes.read(file, 0, FILE_HEADER_LENGTH);
        short type = header.getShort(16);
        ElfBytes.check((header.getLong(0) & MAGIC_MASK) == MAGIC
                && (type == EXECUTABLE || type == DYNAMIC)
                && header.getShort(18) == X86_64
                && header.getShort(54) == HEADER_LENGTH);
        int count = Short.toUnsignedInt(header.getShort(56));
        ElfBytes.check(count > 0 && count * HEADER_LENGTH <= MOST_HEADER_BYTES);
        long position = header.getLong(32);
        ByteBuffer headers = ElfBytes.read(file, position, count * HEADER_LENGTH);
        return new Reading(file, headers, count, type == DYNAMIC).image(header.getLong(24), position);
    }

    /** The first address, rounded down to a page. */
    long start() {
        return segments.getFirst().address() & -UserSpace.PAGE;
    }

    /** Behind the last byte. */
    long end() {
        return segments.getLast().end();
    }

    /** Goes through the program headers of a file. */
    private static final class Reading {
        private final MappedFile file;
        private final ByteBuffer headers;
        private final int count;
        private final boolean movable;
        private final List<ElfSegment> segments = new ArrayList<>();
        private @Nullable String interpreter;
        private boolean executableStack;
        private long alignment = UserSpace.PAGE;
        private long ownHeaders = -1;

        Reading(MappedFile file, ByteBuffer headers, int count, boolean movable) {
            this.file = file;
            this.headers = headers;
            this.count = count;
            this.movable = movable;
        }

        ElfImage image(long entry, long position) throws PosixException {
            for (int i = 0; i < count; i++) {
                read(i * HEADER_LENGTH);
            }
            ElfBytes.check(!segments.isEmpty());
            long bytes = segments.getLast().end() - segments.getFirst().address();
            ElfBytes.check(!movable || bytes <= MOST_BYTES);
            long found = ownHeaders >= 0 ? ownHeaders : loadedAt(position, (long) count * HEADER_LENGTH);
            return new ElfImage(movable, entry, found, count, segments, interpreter, executableStack, alignment);
        }

        private void read(int at) throws PosixException {
            switch (headers.getInt(at)) {
                case LOAD -> addSegment(at);
                case INTERPRETER -> readInterpreter(at);
                case HEADERS -> ownHeaders = headers.getLong(at + 16);
                case STACK -> executableStack = (headers.getInt(at + 4) & 1) != 0;
                default -> {}
            }
        }

        private void addSegment(int at) throws PosixException {
            long offset = headers.getLong(at + 8);
            long address = headers.getLong(at + 16);
            long fileLength = headers.getLong(at + 32);
            long length = headers.getLong(at + 40);
            ElfBytes.check(address >= 0 && length >= 0 && fileLength >= 0 && fileLength <= length);
            ElfBytes.check(address <= UserSpace.HIGH_END && length <= UserSpace.HIGH_END - address);
            if (length == 0) {
                return;
            }
            ElfSegment segment =
                    new ElfSegment(address, offset, fileLength, length, protection(headers.getInt(at + 4)));
            if (fileLength > 0) {
                ElfBytes.checkInside(file, offset, fileLength);
                ElfBytes.check((offset & UserSpace.PAGE - 1) == (address & UserSpace.PAGE - 1));
            }
            ElfBytes.check(segments.isEmpty() || segments.getLast().end() <= address);
            long start = address & -UserSpace.PAGE;
            long end = segment.end() + UserSpace.PAGE - 1 & -UserSpace.PAGE;
            ElfBytes.check(movable || UserSpace.isAllowed(start, end - start));
            long wanted = headers.getLong(at + 48);
            if (Long.bitCount(wanted) == 1 && wanted > alignment && wanted <= MOST_ALIGNMENT) {
                alignment = wanted;
            }
            segments.add(segment);
        }

        private static int protection(int flags) {
            return ((flags & 4) != 0 ? PageAccess.READ : 0)
                    | ((flags & 2) != 0 ? PageAccess.WRITE : 0)
                    | ((flags & 1) != 0 ? PageAccess.EXECUTE : 0);
        }

        private void readInterpreter(int at) throws PosixException {
            long length = headers.getLong(at + 32);
            if (interpreter != null) {
                return;
            }
            ElfBytes.check(length >= 2 && length <= LONGEST_PATH);
            byte[] path =
                    ElfBytes.read(file, headers.getLong(at + 8), (int) length).array();
            ElfBytes.check(path[path.length - 1] == 0);
            int end = 0;
            while (path[end] != 0) {
                end++;
            }
            ElfBytes.check(end > 0);
            interpreter = new String(path, 0, end, StandardCharsets.UTF_8);
        }

        private long loadedAt(long position, long length) {
            for (ElfSegment segment : segments) {
                if (segment.offset() <= position && position + length <= segment.offset() + segment.fileLength()) {
                    return segment.address() + (position - segment.offset());
                }
            }
            return 0;
        }
    }
}
