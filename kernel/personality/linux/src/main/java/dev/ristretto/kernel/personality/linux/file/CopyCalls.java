package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;

/** sendfile(2), copy_file_range(2); splice(2) and tee(2) say that they cannot, after which programs copy themselves. */
final class CopyCalls {

    void addTo(CallTable table) {
        table.set(SystemCalls.SENDFILE, CopyCalls::send);
        table.set(SystemCalls.COPY_FILE_RANGE, CopyCalls::copyRange);
        table.set(SystemCalls.SPLICE, CopyCalls::refuse);
        table.set(SystemCalls.TEE, CopyCalls::refuse);
    }

    private static long refuse(Caller caller) throws PosixException {
        throw new PosixException(Errno.EINVAL);
    }

    private static long send(Caller caller) throws PosixException {
        OpenFile target = file(caller, 0);
        OpenFile source = file(caller, 1);
        long count = count(caller, 3);
        Transfers.requireReadable(source);
        Transfers.requireWritable(target);
        if (!(source instanceof InodeFile) || PositionCalls.isDirectory(source) || appends(target)) {
            throw new PosixException(Errno.EINVAL);
        }
        return copy(caller, source, place(caller, source, 2), target, Transfers.CURRENT, count, 2, -1);
    }

    private static long copyRange(Caller caller) throws PosixException {
        OpenFile source = file(caller, 0);
        OpenFile target = file(caller, 2);
        long count = count(caller, 4);
        if (caller.intArgument(5) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (PositionCalls.isDirectory(source) || PositionCalls.isDirectory(target)) {
            throw new PosixException(Errno.EISDIR);
        }
        if (!isRegular(source) || !isRegular(target)) {
            throw new PosixException(Errno.EINVAL);
        }
        if (appends(target)) {
            throw new PosixException(Errno.EBADF);
        }
        Transfers.requireReadable(source);
        Transfers.requireWritable(target);
        long from = place(caller, source, 1);
        long to = place(caller, target, 3);
        if (((InodeFile) source).inode().equals(((InodeFile) target).inode())
                && from < to + count
                && to < from + count) {
            throw new PosixException(Errno.EINVAL);
        }
        return copy(caller, source, from, target, to, count, 1, 3);
    }

    /** Copies and leaves positions, in the program's memory or of the files, behind what was copied. */
    private static long copy(
            Caller caller,
            OpenFile source,
            long from,
            OpenFile target,
            long to,
            long count,
            int sourceArgument,
            int targetArgument)
            throws PosixException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, Transfers.STEP));
        long total = 0;
        while (total < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - total));
            int present = source.readAt(buffer, from + total);
            if (present <= 0) {
                break;
            }
            buffer.flip();
            long written;
            try {
                written = to == Transfers.CURRENT ? target.write(buffer) : target.writeAt(buffer, to + total);
            } catch (PosixException e) {
                if (total > 0) {
                    break;
                }
                if (e.errno() == Errno.EPIPE) {
                    caller.brokenPipe();
                }
                throw e;
            }
            if (written < 0) {
                if (total > 0) {
                    break;
                }
                return Transfers.unmoved(caller, target, written);
            }
            total += written;
            if (written < present) {
                break;
            }
        }
        advance(caller, source, from + total, sourceArgument);
        if (targetArgument >= 0) {
            advance(caller, target, to + total, targetArgument);
        }
        return total;
    }

    /** Where an argument leads to a position of the program's, that; else where the file stands. */
    private static long place(Caller caller, OpenFile file, int argument) throws PosixException {
        long address = caller.argument(argument);
        long place = address == 0 ? file.position() : caller.memory().getLong(address);
        if (place < 0 || place > Long.MAX_VALUE - Transfers.MOST) {
            throw new PosixException(Errno.EINVAL);
        }
        return place;
    }

    private static void advance(Caller caller, OpenFile file, long place, int argument) throws PosixException {
        long address = caller.argument(argument);
        if (address == 0) {
            file.seek(place);
        } else {
            caller.memory().putLong(address, place);
        }
    }

    private static long count(Caller caller, int argument) {
        long count = caller.argument(argument);
        return count < 0 || count > Transfers.MOST ? Transfers.MOST : count;
    }

    private static boolean appends(OpenFile file) {
        return (file.statusFlags() & FileOpening.APPEND) != 0;
    }

    private static boolean isRegular(OpenFile file) {
        return file instanceof InodeFile ofFileSystem && ofFileSystem.inode() instanceof RegularFile;
    }

    private static OpenFile file(Caller caller, int argument) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(argument));
    }
}
