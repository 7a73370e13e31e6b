package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.SystemCall;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;

/** xattr(7): no file has extended attributes, and none can be set, which programs take as it is. */
final class ExtendedAttributeCalls {
    void addTo(CallTable table) {
        add(table, Errno.ENODATA, SystemCalls.GETXATTR, SystemCalls.LGETXATTR, SystemCalls.FGETXATTR);
        add(table, Errno.EOPNOTSUPP, SystemCalls.SETXATTR, SystemCalls.LSETXATTR, SystemCalls.FSETXATTR);
        add(table, Errno.EOPNOTSUPP, SystemCalls.LISTXATTR, SystemCalls.LLISTXATTR, SystemCalls.FLISTXATTR);
        add(table, Errno.EOPNOTSUPP, SystemCalls.REMOVEXATTR, SystemCalls.LREMOVEXATTR, SystemCalls.FREMOVEXATTR);
    }

    private static void add(CallTable table, Errno answer, int path, int link, int descriptor) {
        table.set(path, ofPath(answer, true));
        table.set(link, ofPath(answer, false));
        table.set(descriptor, caller -> {
            OpenFile unused = caller.process().descriptors().get(caller.intArgument(0));
            throw new PosixException(answer);
        });
    }

    private static SystemCall ofPath(Errno answer, boolean follow) {
        return caller -> refuse(caller, answer, follow);
    }

    private static long refuse(Caller caller, Errno answer, boolean follow) throws PosixException {
        var unused = caller.process().files().locate(PathArguments.path(caller, 0), follow);
        throw new PosixException(answer);
    }
}
