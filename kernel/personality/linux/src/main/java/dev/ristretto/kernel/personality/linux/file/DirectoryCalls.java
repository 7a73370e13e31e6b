package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenDirectory;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** getdents64(2). */
final class DirectoryCalls {
    /** Bytes of struct linux_dirent64 before the name: number, position, length, kind. */
    private static final int HEADER = 19;

    private static final int ALIGNMENT = 8;
    private static final int LARGEST = 64 << 10;

    void addTo(CallTable table) {
        table.set(SystemCalls.GETDENTS64, DirectoryCalls::list);
    }

    private static long list(Caller caller) throws PosixException {
        OpenDirectory directory =
                caller.process().descriptors().get(caller.intArgument(0), OpenDirectory.class, Errno.ENOTDIR);
        long room = caller.argument(2) & 0xffff_ffffL;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(room, LARGEST)).order(ByteOrder.LITTLE_ENDIAN);
        long start = directory.position();
        directory.list((name, inode, next) -> put(buffer, name, inode, next));
        try {
            caller.memory().write(caller.argument(1), buffer.array(), 0, buffer.position());
        } catch (PosixException e) {
            if (start > 0) {
                directory.seek(start);
            }
            throw e;
        }
        return buffer.position();
    }

    private static boolean put(ByteBuffer buffer, String name, Inode inode, long next) throws PosixException {
        byte[] bytes = FileNames.encode(name);
        int length = (HEADER + bytes.length + ALIGNMENT) & -ALIGNMENT;
        if (length > buffer.remaining()) {
            if (buffer.position() == 0) {
                throw new PosixException(Errno.EINVAL);
            }
            return false;
        }
        int start = buffer.position();
        buffer.putLong(inode.number()).putLong(next).putShort((short) length).put(kind(inode.kind()));
        buffer.put(bytes);
        // The rest is zero, as a fresh buffer is: one zero at least ends the name.
        buffer.position(start + length);
        return true;
    }

    /** DT_DIR and the others of readdir(3). */
    private static byte kind(FileKind kind) {
        return switch (kind) {
            case PIPE -> 1;
            case DEVICE -> 2;
            case DIRECTORY -> 4;
            case BLOCK_DEVICE -> 6;
            case REGULAR -> 8;
            case SYMBOLIC_LINK -> 10;
            case SOCKET -> 12;
        };
    }
}
