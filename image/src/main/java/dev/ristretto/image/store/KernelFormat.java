package dev.ristretto.image.store;

import dev.ristretto.abi.AddressBases;
import dev.ristretto.abi.BootNote;
import dev.ristretto.image.model.ImageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a bootable file: an ELF executable (System V gABI chapters 4 and 5, AMD64 supplement) as the linker of
 * builds writes it, and nothing else that Linux or a hypervisor would load. What comes from elsewhere is held against
 * it before it gets a name. The form alone: what its code does, nobody knows.
 */
final class KernelFormat {
    private static final int MAGIC = 0x464c_457f;
    private static final int IDENTIFICATION = 0x0001_0102;
    private static final int EXECUTABLE = 2;
    private static final int X86_64 = 62;
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int MOST_SEGMENTS = 64;

    private static final int LOAD = 1;
    private static final int NOTE = 4;
    private static final int STACK = 0x6474_e551;
    private static final int EXECUTE = 1;
    private static final int WRITE = 2;

    private static final long PAGE = 4096;
    /** Addresses of images are far below; so no sum of two of these numbers overflows. */
    private static final long HIGHEST = 1L << 47;

    private static final int LONGEST_NOTES = 4096;
    private static final int NOTE_HEADER = 12;
    private static final String XEN = "Xen\0";
    /** XEN_ELFNOTE_PHYS32_ENTRY: where hypervisors enter (Xen, "x86/HVM direct boot ABI"). */
    private static final int ENTRY_NOTE = 18;

    private final SeekableByteChannel file;
    private final List<Segment> loaded = new ArrayList<>();
    private final List<ByteBuffer> notes = new ArrayList<>();
    private boolean stack;

    private KernelFormat(SeekableByteChannel file) {
        this.file = file;
    }

    private record Segment(int flags, long offset, long virtual, long physical, long fileSize, long memorySize) {
        boolean executable() {
            return (flags & EXECUTE) != 0;
        }

        boolean writable() {
            return (flags & WRITE) != 0;
        }

        boolean sharesPages(Segment other) {
            return overlap(virtual, other.virtual, other) || overlap(physical, other.physical, other);
        }

        private boolean overlap(long mine, long others, Segment other) {
            return mine / PAGE <= (others + other.memorySize - 1) / PAGE
                    && others / PAGE <= (mine + memorySize - 1) / PAGE;
        }
    }

    /** Something is not as it has to be. */
    private static final class WrongException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongException(String message) {
            super(message);
        }
    }

    /**
     * Checks a file.
     *
     * @throws ImageException if it is not of this form; the message says in what
     * @throws IOException if it cannot be read
     */
    static void check(Path kernel) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(kernel)) {
            new KernelFormat(file).check();
            if (BootNote.version(file).isEmpty()) {
                throw new WrongException("it has no note of the interface between image and host");
            }
        } catch (WrongException | EOFException e) {
            throw new ImageException(
                    "The kernel " + kernel.getFileName() + " is not a bootable file of an image: " + e.getMessage(), e);
        }
    }

    private void check() throws IOException {
        ByteBuffer header = read(0, HEADER, "its header");
        require(header.getInt(0) == MAGIC, "it is no ELF file");
        require((header.getInt(4) & 0xff_ffff) == IDENTIFICATION, "it is not of 64 bits, little endian, version 1");
        require(Short.toUnsignedInt(header.getShort(16)) == EXECUTABLE, "it is no executable");
        require(Short.toUnsignedInt(header.getShort(18)) == X86_64, "it is not for x86-64");
        require(Short.toUnsignedInt(header.getShort(54)) == PROGRAM_HEADER, "its program headers have another size");
        int count = Short.toUnsignedInt(header.getShort(56));
        require(count > 0 && count <= MOST_SEGMENTS, "it has " + count + " segments");
        ByteBuffer table = read(header.getLong(32), count * PROGRAM_HEADER, "the table of its segments");
        for (int at = 0; at < table.limit(); at += PROGRAM_HEADER) {
            segment(table.slice(at, PROGRAM_HEADER).order(ByteOrder.LITTLE_ENDIAN));
        }
        require(stack, "it does not say that its stack is not executable");
        require(entersCode(header.getLong(24), false), "its entry point is in no executable segment");
        require(hypervisorsEnterCode(), "hypervisors find no entry point in an executable segment");
    }

    private void segment(ByteBuffer entry) throws IOException {
        Segment segment = new Segment(
                entry.getInt(4),
                entry.getLong(8),
                entry.getLong(16),
                entry.getLong(24),
                entry.getLong(32),
                entry.getLong(40));
        switch (entry.getInt(0)) {
            case LOAD -> load(segment);
            case NOTE -> {
                require(segment.fileSize >= 0 && segment.fileSize <= LONGEST_NOTES, "its notes are too long");
                notes.add(read(segment.offset, (int) segment.fileSize, "a note"));
            }
            case STACK -> {
                require(!segment.executable(), "its stack would be executable");
                stack = true;
            }
            default -> throw new WrongException("it has a segment of type " + entry.getInt(0));
        }
    }

    private void load(Segment segment) throws IOException {
        for (long number :
                new long[] {segment.offset, segment.virtual, segment.physical, segment.fileSize, segment.memorySize}) {
            require(number >= 0 && number < HIGHEST, "a segment has an impossible address or size");
        }
        require(segment.offset + segment.fileSize <= file.size(), "a segment ends behind the end of the file");
        require(
                segment.memorySize > 0 && segment.fileSize <= segment.memorySize,
                "a segment is larger in the file than in memory");
        require(!(segment.executable() && segment.writable()), "a segment is writable and executable");
        require(
                segment.physical >= AddressBases.LOAD
                        && (segment.virtual == segment.physical
                                || segment.virtual == AddressBases.IMAGE + segment.physical),
                "a segment lies where no part of an image does");
        require(loaded.stream().noneMatch(segment::sharesPages), "two segments share a page");
        loaded.add(segment);
    }

    private boolean entersCode(long address, boolean physical) {
        return loaded.stream().filter(Segment::executable).anyMatch(segment -> {
            long offset = address - (physical ? segment.physical : segment.virtual);
            return offset >= 0 && offset < segment.fileSize;
        });
    }

    private boolean hypervisorsEnterCode() {
        for (ByteBuffer segment : notes) {
            long at = 0;
            while (at + NOTE_HEADER <= segment.limit()) {
                long nameSize = Integer.toUnsignedLong(segment.getInt((int) at));
                long descriptorSize = Integer.toUnsignedLong(segment.getInt((int) at + 4));
                long descriptor = at + NOTE_HEADER + padded(nameSize);
                long next = descriptor + padded(descriptorSize);
                if (next > segment.limit()) {
                    break;
                }
                boolean entry = segment.getInt((int) at + 8) == ENTRY_NOTE
                        && descriptorSize >= Integer.BYTES
                        && name(segment, (int) at + NOTE_HEADER, (int) nameSize).equals(XEN);
                if (entry) {
                    return entersCode(Integer.toUnsignedLong(segment.getInt((int) descriptor)), true);
                }
                at = next;
            }
        }
        return false;
    }

    private static String name(ByteBuffer notes, int at, int length) {
        byte[] name = new byte[length];
        notes.get(at, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static long padded(long size) {
        return (size + 3) & -4L;
    }

    private static void require(boolean right, String otherwise) throws WrongException {
        if (!right) {
            throw new WrongException(otherwise);
        }
    }

    private ByteBuffer read(long position, int length, String what) throws IOException {
        if (position < 0 || position > file.size() - length) {
            throw new EOFException(what + " ends behind the end of the file");
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.position(position);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new EOFException(what + " ends behind the end of the file");
            }
        }
        return buffer.flip();
    }
}
