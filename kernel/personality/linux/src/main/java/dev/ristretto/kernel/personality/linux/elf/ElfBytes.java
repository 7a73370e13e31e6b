package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads parts of a file of which nothing is known to be true. */
final class ElfBytes {
    private ElfBytes() {}

    /** So many bytes at a position; ENOEXEC if the file does not have them. */
    static ByteBuffer read(MappedFile file, long position, int length) throws PosixException {
        checkInside(file, position, length);
        byte[] bytes = new byte[length];
        if (file.read(position, bytes, length) < length) {
            throw notExecutable();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** ENOEXEC if a file has not all bytes of a range. */
    static void checkInside(MappedFile file, long position, long length) throws PosixException {
        long size = file.size();
        check(position >= 0 && length >= 0 && position <= size && length <= size - position);
    }

    static void check(boolean holds) throws PosixException {
        if (!holds) {
            throw notExecutable();
        }
    }

    static PosixException notExecutable() {
        return new PosixException(Errno.ENOEXEC);
    }
}
