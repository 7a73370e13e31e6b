package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import org.jspecify.annotations.Nullable;

/** What may be asked for, in Linux's order of refusals (mm/mmap.c, mm/util.c). */
final class MapRules {
    private static final int PROTECTION = PageAccess.READ | PageAccess.WRITE | PageAccess.EXECUTE;

    private MapRules() {}

    static boolean isPage(long address) {
        return (address & UserSpace.PAGE - 1) == 0;
    }

    /** A length in whole pages; ENOMEM if there cannot be that much. */
    static long wholePages(long length) throws PosixException {
        if (length < 0 || length > UserSpace.HIGH_END) {
            throw new PosixException(Errno.ENOMEM);
        }
        return length + UserSpace.PAGE - 1 & -UserSpace.PAGE;
    }

    /** Where a range of whole pages ends; EINVAL if it does not begin with a page, ENOMEM if there is no such end. */
    static long end(long address, long length) throws PosixException {
        if (!isPage(address)) {
            throw new PosixException(Errno.EINVAL);
        }
        long bytes = wholePages(length);
        if (bytes > 0 && (address < 0 || bytes > UserSpace.HIGH_END - address)) {
            throw new PosixException(Errno.ENOMEM);
        }
        return address + bytes;
    }

    /** Whether pages are to be brought at once. */
    static boolean populates(int flags) {
        return (flags & (MapFlags.POPULATE | MapFlags.LOCKED)) != 0 && (flags & MapFlags.NON_BLOCK) == 0;
    }

    /** The range of munmap(2). */
    static void checkUnmap(long address, long length) throws PosixException {
        if (!isPage(address) || length <= 0 || address < 0 || length > UserSpace.HIGH_END - address) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    /** What mremap(2) is told of the old place, and its flags. */
    static void checkMove(long address, long oldLength, long newLength, int flags) throws PosixException {
        boolean known = (flags & ~(MapFlags.MOVE_MAY | MapFlags.MOVE_FIXED)) == 0 && flags != MapFlags.MOVE_FIXED;
        if (!known || !isPage(address) || newLength == 0 || oldLength < 0 || oldLength > UserSpace.HIGH_END) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    /** The flags of msync(2). */
    static void checkSync(int flags) throws PosixException {
        int both = MapFlags.SYNC_ASYNCHRONOUS | MapFlags.SYNC_SYNCHRONOUS;
        if ((flags & ~(both | MapFlags.SYNC_INVALIDATE)) != 0 || (flags & both) == both) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    /** The protection of an area; mmap(2) ignores what it does not know. */
    static int protection(int asked) {
        return asked & PROTECTION;
    }

    /** The protection that mprotect(2) asks for; EINVAL if there is none such. */
    static int strictProtection(int asked) throws PosixException {
        int grows = MapFlags.PROTECT_GROWS_DOWN | MapFlags.PROTECT_GROWS_UP;
        if ((asked & grows) == grows || (asked & ~(PROTECTION | MapFlags.PROTECT_SEMAPHORE | grows)) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return asked & PROTECTION;
    }

    /** Where MAP_FIXED can be; the lowest addresses are refused as Linux does (vm.mmap_min_addr). */
    static void checkFixed(long address, long length, boolean replaces) throws PosixException {
        if (address < 0 || address > UserSpace.HIGH_END - length) {
            throw new PosixException(Errno.ENOMEM);
        }
        if (!isPage(address)) {
            throw new PosixException(Errno.EINVAL);
        }
        if (address < UserSpace.LOWEST) {
            throw new PosixException(Errno.EPERM);
        }
        if (!UserSpace.isAllowed(address, length)) {
            // The kernel is there: taken, for who asks whether it is.
            throw new PosixException(replaces ? Errno.ENOMEM : Errno.EEXIST);
        }
    }

    /** Whether the kind of mapping fits the file, if there is one. */
    static void checkKind(int protection, int flags, @Nullable MappedFile file) throws PosixException {
        int type = flags & MapFlags.TYPE;
        boolean growsDown = (flags & MapFlags.GROWS_DOWN) != 0;
        if (type != MapFlags.PRIVATE && type != MapFlags.SHARED && (type != MapFlags.SHARED_VALIDATE || file == null)) {
            throw new PosixException(Errno.EINVAL);
        }
        if (file == null) {
            if (type == MapFlags.SHARED && growsDown) {
                throw new PosixException(Errno.EINVAL);
            }
            return;
        }
        if (type == MapFlags.SHARED_VALIDATE && (flags & ~MapFlags.KNOWN) != 0) {
            throw new PosixException(Errno.EOPNOTSUPP);
        }
        boolean shared = type != MapFlags.PRIVATE;
        if (!file.isReadable() || shared && (protection & PageAccess.WRITE) != 0 && !file.isWritable()) {
            throw new PosixException(Errno.EACCES);
        }
        if (growsDown) {
            throw new PosixException(Errno.EINVAL);
        }
    }
}
