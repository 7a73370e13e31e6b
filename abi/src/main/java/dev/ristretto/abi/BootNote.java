package dev.ristretto.abi;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The note in an image's file that tells which version of this interface the image speaks: an ELF note (System V gABI
 * chapter 5, "Note Section") with a 32-bit version as its descriptor.
 */
public final class BootNote {

    /** The version that this build speaks; every change of meaning in this package gives the next one. */
    public static final int VERSION = 2;

    /** Name of the note's owner. */
    public static final String NAME = "Ristretto";

    /** Type of the note. */
    public static final int TYPE = 1;

    private static final int ELF_MAGIC = 0x464c_457f;
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_OFFSET = 32;
    private static final int PROGRAM_HEADER_COUNT = 56;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int NOTE_SEGMENT = 4;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SEGMENT_SIZE = 32;
    private static final int MOST_PROGRAM_HEADERS = 64;
    private static final int LONGEST_NOTES = 4096;
    private static final int NOTE_HEADER = 12;

    private BootNote() {}

    /**
     * Reads the version of an image's file.
     *
     * @return empty if it has no such note: an image from before there were versions, or no image at all
     */
    public static OptionalInt version(SeekableByteChannel file) throws IOException {
        try {
            ByteBuffer header = read(file, 0, HEADER_SIZE);
            if (header.getInt(0) != ELF_MAGIC) {
                return OptionalInt.empty();
            }
            int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT));
            int length = PROGRAM_HEADER_SIZE * Math.min(count, MOST_PROGRAM_HEADERS);
            ByteBuffer segments = read(file, header.getLong(PROGRAM_HEADER_OFFSET), length);
            for (int at = 0; at < length; at += PROGRAM_HEADER_SIZE) {
                if (segments.getInt(at) == NOTE_SEGMENT) {
                    long offset = segments.getLong(at + SEGMENT_OFFSET);
                    long size = segments.getLong(at + SEGMENT_SIZE);
                    Optional<Integer> version =
                            find(read(file, offset, (int) Math.max(0, Math.min(size, LONGEST_NOTES))));
                    if (version.isPresent()) {
                        return OptionalInt.of(version.get());
                    }
                }
            }
            return OptionalInt.empty();
        } catch (EOFException | IllegalArgumentException malformed) {
            return OptionalInt.empty();
        }
    }

    /**
     * Looks through the notes of one segment; each has name size, descriptor size and type, then both padded to words.
     */
    private static Optional<Integer> find(ByteBuffer notes) {
        byte[] name = (NAME + "\0").getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (at + NOTE_HEADER <= notes.limit()) {
            int nameSize = notes.getInt(at);
            int descriptorSize = notes.getInt(at + 4);
            long descriptor = (long) at + NOTE_HEADER + padded(nameSize);
            long next = descriptor + padded(descriptorSize);
            if (nameSize < 0 || descriptorSize < 0 || next > notes.limit()) {
                return Optional.empty();
            }
            boolean ours = notes.getInt(at + 8) == TYPE
                    && descriptorSize == Integer.BYTES
                    && notes.slice(at + NOTE_HEADER, nameSize).equals(ByteBuffer.wrap(name));
            if (ours) {
                return Optional.of(notes.getInt((int) descriptor));
            }
            at = (int) next;
        }
        return Optional.empty();
    }

    private static long padded(int size) {
        return (size + 3L) & -4L;
    }

    private static ByteBuffer read(SeekableByteChannel file, long position, int length) throws IOException {
        if (position < 0 || position > file.size()) {
            throw new EOFException();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.position(position);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }
}
