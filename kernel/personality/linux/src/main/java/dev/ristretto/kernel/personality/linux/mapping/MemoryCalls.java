package dev.ristretto.kernel.personality.linux.mapping;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.MapFlags;
import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.personality.linux.memory.OpenMappedFile;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;
import java.util.function.Function;

/** The system calls of memory: mmap(2) and its relatives, brk(2). Memory is never swapped, so all of it is locked. */
public final class MemoryCalls {
    /** Mapping this is asking for memory without a file (mem(4)). */
    private static final String ZEROS = "/dev/zero";

    /** How many pages mincore(2) looks at at once. */
    private static final int RESIDENT_STEP = 4096;

    /** Advice without any effect, which fails where nothing is mapped. */
    private static final int NO_ADVICE = 0;

    private static final int LOCK_ON_FAULT = 4;
    private static final int LOCK_FLAGS = 1 | 2 | LOCK_ON_FAULT;

    private final Function<InodeFile, String> paths;

    /** @param paths by which path a file was opened; empty if that is not known */
    public MemoryCalls(Function<InodeFile, String> paths) {
        this.paths = paths;
    }

    /** Has these calls answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.MMAP, this::map);
        table.set(SystemCalls.MUNMAP, this::unmap);
        table.set(SystemCalls.MPROTECT, this::protect);
        table.set(SystemCalls.MREMAP, this::remap);
        table.set(SystemCalls.MADVISE, this::advise);
        table.set(SystemCalls.MSYNC, this::sync);
        table.set(SystemCalls.MINCORE, this::resident);
        table.set(SystemCalls.BRK, caller -> caller.areas().moveBreak(caller.argument(0)));
        table.set(SystemCalls.MLOCK, this::lock);
        table.set(SystemCalls.MLOCK2, this::lockWithFlags);
        table.set(SystemCalls.MUNLOCK, this::lock);
        table.set(SystemCalls.MLOCKALL, this::lockAll);
        table.set(SystemCalls.MUNLOCKALL, _ -> 0);
    }

    private long map(Caller caller) throws PosixException {
        long length = caller.argument(1);
        int protection = caller.intArgument(2);
        int flags = caller.intArgument(3);
        long offset = caller.argument(5);
        if ((offset & UserSpace.PAGE - 1) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if ((flags & MapFlags.ANONYMOUS) != 0) {
            return caller.areas().map(caller.argument(0), length, protection, flags, null, 0);
        }
        InodeFile file = caller.process().descriptors().get(caller.intArgument(4), InodeFile.class, Errno.ENODEV);
        String path = paths.apply(file);
        int kind = file.status().kind();
        if (kind == FileStatus.CHARACTER_DEVICE && path.equals(ZEROS)) {
            return caller.areas().map(caller.argument(0), length, protection, flags, null, 0);
        }
        if (kind != FileStatus.REGULAR) {
            throw new PosixException(Errno.ENODEV);
        }
        MappedFile mapped = new OpenMappedFile(file, path);
        return caller.areas().map(caller.argument(0), length, protection, flags, mapped, offset);
    }

    private long unmap(Caller caller) throws PosixException {
        caller.areas().unmap(caller.argument(0), caller.argument(1));
        return 0;
    }

    private long protect(Caller caller) throws PosixException {
        caller.areas().protect(caller.argument(0), caller.argument(1), caller.intArgument(2));
        return 0;
    }

    private long remap(Caller caller) throws PosixException {
        return caller.areas()
                .remap(
                        caller.argument(0),
                        caller.argument(1),
                        caller.argument(2),
                        caller.intArgument(3),
                        caller.argument(4));
    }

    private long advise(Caller caller) throws PosixException {
        caller.areas().advise(caller.argument(0), caller.argument(1), caller.intArgument(2));
        return 0;
    }

    private long sync(Caller caller) throws PosixException {
        caller.areas().sync(caller.argument(0), caller.argument(1), caller.intArgument(2));
        return 0;
    }

    private long resident(Caller caller) throws PosixException {
        long address = caller.argument(0);
        long length = caller.argument(1);
        if ((address & UserSpace.PAGE - 1) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (address < 0 || length < 0 || length > UserSpace.HIGH_END - address) {
            throw new PosixException(Errno.ENOMEM);
        }
        long pages = (length + UserSpace.PAGE - 1) / UserSpace.PAGE;
        byte[] found = new byte[(int) Math.min(RESIDENT_STEP, pages)];
        for (long done = 0; done < pages; done += found.length) {
            if (caller.isSignalled()) {
                throw new PosixException(Errno.EINTR);
            }
            int step = (int) Math.min(found.length, pages - done);
            caller.areas().resident(address + done * UserSpace.PAGE, found, step);
            caller.memory().write(caller.argument(2) + done, found, 0, step);
        }
        return 0;
    }

    private long lock(Caller caller) throws PosixException {
        long within = caller.argument(0) & UserSpace.PAGE - 1;
        long length = caller.argument(1);
        if (length < 0 || length > Long.MAX_VALUE - within) {
            throw new PosixException(Errno.EINVAL);
        }
        caller.areas().advise(caller.argument(0) - within, length + within, NO_ADVICE);
        return 0;
    }

    private long lockWithFlags(Caller caller) throws PosixException {
        if ((caller.intArgument(2) & ~1) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return lock(caller);
    }

    private long lockAll(Caller caller) throws PosixException {
        int flags = caller.intArgument(0);
        if (flags == 0 || flags == LOCK_ON_FAULT || (flags & ~LOCK_FLAGS) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return 0;
    }
}
