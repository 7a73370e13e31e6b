package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.file.FileFlags;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileFaults;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.Inotify;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.event.EventCounter;
import java.util.concurrent.atomic.AtomicLong;

/** Descriptors that no path leads to: eventfd(2), inotify(7), memfd_create(2). */
public final class EventCalls {
    private static final int SEMAPHORE = 1;

    /** IN_ONLYDIR, IN_DONT_FOLLOW, IN_EXCL_UNLINK, IN_MASK_CREATE and IN_MASK_ADD: without them a watch tells more. */
    private static final int WITHOUT_MEANING = 0x3700_0000;

    /** MFD_CLOEXEC, MFD_ALLOW_SEALING, MFD_NOEXEC_SEAL, MFD_EXEC. */
    private static final int MEMORY_FLAGS = 1 | 2 | 8 | 16;

    private static final int CLOSE_MEMORY_ON_EXECUTE = 1;
    private static final int LONGEST_NAME = 249;
    private static final int PERMISSIONS = 0777;

    private final FileSystem unnamed;
    private final AtomicLong lastFile = new AtomicLong();

    /** @param unnamed where files are for whose names nobody may look: a file system of its own, in memory */
    public EventCalls(FileSystem unnamed) {
        this.unnamed = unnamed;
    }

    /** Has them answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.EVENTFD, caller -> counter(caller, 0));
        table.set(SystemCalls.EVENTFD2, caller -> counter(caller, caller.intArgument(1)));
        table.set(SystemCalls.INOTIFY_INIT, caller -> open(caller, new Inotify(), 0));
        table.set(SystemCalls.INOTIFY_INIT1, caller -> open(caller, new Inotify(), caller.intArgument(0)));
        table.set(SystemCalls.INOTIFY_ADD_WATCH, EventCalls::watch);
        table.set(SystemCalls.INOTIFY_RM_WATCH, caller -> {
            inotify(caller).unwatch(caller.intArgument(1));
            return 0;
        });
        table.set(SystemCalls.MEMFD_CREATE, this::memoryFile);
    }

    private static long counter(Caller caller, int flags) throws PosixException {
        OpenFile counter = new EventCounter(caller.intArgument(0), (flags & SEMAPHORE) != 0);
        return open(caller, counter, flags & ~SEMAPHORE);
    }

    /** A new descriptor; EINVAL if there are flags beside those that all descriptors know. */
    static long open(Caller caller, OpenFile file, int flags) throws PosixException {
        if ((flags & ~(FileFlags.CLOSE_ON_EXECUTE | FileFlags.NON_BLOCKING)) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        file.setNonBlocking((flags & FileFlags.NON_BLOCKING) != 0);
        return caller.process().descriptors().open(file, (flags & FileFlags.CLOSE_ON_EXECUTE) != 0);
    }

    private static Inotify inotify(Caller caller) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(0), Inotify.class, Errno.EINVAL);
    }

    private static long watch(Caller caller) throws PosixException {
        String path = caller.memory().path(caller.argument(1));
        if (path.isEmpty()) {
            throw new PosixException(Errno.ENOENT);
        }
        return inotify(caller).watch(caller.process().files(), path, caller.intArgument(2) & ~WITHOUT_MEANING);
    }

    /** It has a name for a moment, in a tree of its own, and lives until its last descriptor is closed. */
    private long memoryFile(Caller caller) throws PosixException {
        String name = caller.memory().text(caller.argument(0), LONGEST_NAME + 1, Errno.EINVAL);
        int flags = caller.intArgument(1);
        if ((flags & ~MEMORY_FLAGS) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        String path = "/" + lastFile.incrementAndGet();
        int opening = FileOpening.CREATE | FileOpening.EXCLUSIVE | FileOpening.READ_WRITE;
        OpenFile file = FileOpening.open(unnamed, path, opening, PERMISSIONS);
        try {
            unnamed.remove(path);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
        if (file instanceof InodeFile named) {
            named.setPath("/memfd:" + name);
        }
        return caller.process().descriptors().open(file, (flags & CLOSE_MEMORY_ON_EXECUTE) != 0);
    }
}
