package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserRange;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** read(2), write(2), and their like with positions and vectors. */
final class ByteCalls {
    void addTo(CallTable table) {
        table.set(SystemCalls.READ, caller -> Transfers.read(caller, file(caller), one(caller), Transfers.CURRENT));
        table.set(SystemCalls.WRITE, caller -> Transfers.write(caller, file(caller), one(caller), Transfers.CURRENT));
        table.set(SystemCalls.PREAD64, caller -> Transfers.read(caller, file(caller), one(caller), position(caller)));
        table.set(SystemCalls.PWRITE64, caller -> Transfers.write(caller, file(caller), one(caller), position(caller)));
        table.set(SystemCalls.READV, caller -> Transfers.read(caller, file(caller), many(caller), Transfers.CURRENT));
        table.set(SystemCalls.WRITEV, caller -> Transfers.write(caller, file(caller), many(caller), Transfers.CURRENT));
        table.set(SystemCalls.PREADV, caller -> Transfers.read(caller, file(caller), many(caller), position(caller)));
        table.set(SystemCalls.PWRITEV, caller -> Transfers.write(caller, file(caller), many(caller), position(caller)));
        table.set(SystemCalls.PREADV2, caller -> {
            requireNoFlags(caller);
            return Transfers.read(caller, file(caller), many(caller), positionOrCurrent(caller));
        });
        table.set(SystemCalls.PWRITEV2, caller -> {
            requireNoFlags(caller);
            return Transfers.write(caller, file(caller), many(caller), positionOrCurrent(caller));
        });
    }

    private static OpenFile file(Caller caller) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(0));
    }

    private static RangeCursor one(Caller caller) throws PosixException {
        long length = caller.argument(2);
        if (length < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        UserRange range = new UserRange(caller.argument(1), Math.min(length, Transfers.MOST));
        return new RangeCursor(caller.memory(), range);
    }

    private static RangeCursor many(Caller caller) throws PosixException {
        return new RangeCursor(caller.memory(), caller.memory().ranges(caller.argument(1), caller.argument(2)));
    }

    /** With 64 bits the whole position is in one argument. */
    private static long position(Caller caller) throws PosixException {
        long position = caller.argument(3);
        if (position < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return position;
    }

    private static long positionOrCurrent(Caller caller) throws PosixException {
        return caller.argument(3) == -1 ? Transfers.CURRENT : position(caller);
    }

    /** No flag of preadv2(2) is known; who asks for one falls back to the older calls. */
    private static void requireNoFlags(Caller caller) throws PosixException {
        if (caller.argument(5) != 0) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
    }
}
