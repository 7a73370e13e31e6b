package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;

/**
 * Moves bytes between open files and programs, through a buffer of {@value #STEP} bytes at most. What goes wrong after
 * the first bytes makes a call short instead of a failure.
 */
final class Transfers {
    /** Most bytes that are under way at once. */
    static final int STEP = 64 << 10;

    /** Most bytes that a call moves (MAX_RW_COUNT of Linux). */
    static final long MOST = 0x7fff_f000L;

    /** In the place of a position: where the file stands. */
    static final long CURRENT = -1;

    private Transfers() {}

    /** Reads into a program's memory from a position or, if it is {@link #CURRENT}, from where the file stands. */
    static long read(Caller caller, OpenFile file, RangeCursor target, long position) throws PosixException {
        requireReadable(file);
        ByteBuffer buffer = buffer(target);
        long total = 0;
        while (target.remaining() > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), target.remaining()));
            int count;
            try {
                count = position == CURRENT ? file.read(buffer) : file.readAt(buffer, position + total);
            } catch (PosixException e) {
                return orFailure(total, e);
            }
            if (count < 0) {
                return total > 0 ? total : unmoved(caller, file, count);
            }
            int copied = target.put(buffer.array(), count);
            total += copied;
            if (copied < count) {
                giveBack(file, position, count - copied);
                return orFailure(total, new PosixException(Errno.EFAULT));
            }
            // Files have all that can be read; from others more would perhaps have to be waited for.
            if (count < buffer.limit() || !(file instanceof InodeFile)) {
                break;
            }
        }
        return total;
    }

    /** Writes from a program's memory at a position or, if it is {@link #CURRENT}, where the file stands. */
    static long write(Caller caller, OpenFile file, RangeCursor source, long position) throws PosixException {
        requireWritable(file);
        ByteBuffer buffer = buffer(source);
        long total = 0;
        do {
            int step = (int) Math.min(buffer.capacity(), source.remaining());
            int present = source.get(buffer.array(), step);
            if (present == 0 && step > 0) {
                return orFailure(total, new PosixException(Errno.EFAULT));
            }
            buffer.clear().limit(present);
            int count;
            try {
                count = position == CURRENT ? file.write(buffer) : file.writeAt(buffer, position + total);
            } catch (PosixException e) {
                if (total == 0 && e.errno() == Errno.EPIPE) {
                    caller.brokenPipe();
                }
                return orFailure(total, e);
            }
            if (count < 0) {
                return total > 0 ? total : unmoved(caller, file, count);
            }
            total += count;
            if (count < step) {
                break;
            }
        } while (source.remaining() > 0);
        return total;
    }

    /** EBADF if a file is not open to be read. */
    static void requireReadable(OpenFile file) throws PosixException {
        int flags = file.statusFlags();
        if ((flags & FileFlags.ACCESS_MODE) == FileOpening.WRITE_ONLY || (flags & FileFlags.PATH) != 0) {
            throw new PosixException(Errno.EBADF);
        }
    }

    /** EBADF if a file is not open to be written to. */
    static void requireWritable(OpenFile file) throws PosixException {
        if ((file.statusFlags() & FileFlags.ACCESS_MODE) == 0) {
            throw new PosixException(Errno.EBADF);
        }
    }

    /** What a call returns whose operation moved nothing and gave one of the results of {@link OpenFile}. */
    static long unmoved(Caller caller, OpenFile file, long result) throws PosixException {
        if (result == OpenFile.END_OF_FILE) {
            return 0;
        }
        if (result == OpenFile.WOULD_BLOCK) {
            throw new PosixException(Errno.EAGAIN);
        }
        throw new PosixException(caller.isSignalled() || !file.isReleased() ? Errno.EINTR : Errno.EBADF);
    }

    private static long orFailure(long total, PosixException failure) throws PosixException {
        if (total > 0) {
            return total;
        }
        throw failure;
    }

    /** What the program could not be given is read again the next time. */
    private static void giveBack(OpenFile file, long position, int bytes) throws PosixException {
        if (position == CURRENT && file instanceof InodeFile) {
            file.seek(Math.max(0, file.position() - bytes));
        }
    }

    private static ByteBuffer buffer(RangeCursor cursor) {
        return ByteBuffer.allocate((int) Math.min(STEP, cursor.remaining()));
    }
}
