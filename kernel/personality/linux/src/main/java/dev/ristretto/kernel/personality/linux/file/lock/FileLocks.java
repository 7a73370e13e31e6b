package dev.ristretto.kernel.personality.linux.file.lock;

import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who has locked which parts of which files, and who waits. The kinds of locks that do not see each other, those of
 * flock(2) and those of fcntl(2), have a table each. Safe for use by several threads.
 */
public final class FileLocks {
    private final ReentrantLock mutex = new ReentrantLock();
    private final Map<Inode, List<FileLock>> files = new HashMap<>();
    /** Of each owner that waits, for what and by which thread. */
    private final List<Waiting> waiting = new ArrayList<>();

    /** Nothing is locked. */
    public FileLocks() {}

    private record Waiting(Inode file, FileLock wanted, Thread thread) {}

    /**
     * Locks a part of a file; what its owner has locked of it before becomes such a lock too.
     *
     * @param wait whether to wait while others have locks in the way
     * @param detectCircles whether owners are processes, which may not wait for each other
     * @throws PosixException EAGAIN if others have and it is not to wait, EINTR, EDEADLK
     */
    public void lock(Caller caller, Inode file, FileLock wanted, boolean wait, boolean detectCircles)
            throws PosixException {
        Waiting entry = new Waiting(file, wanted, Thread.currentThread());
        boolean queued = false;
        try {
            while (true) {
                mutex.lock();
                try {
                    FileLock obstacle = obstacle(file, wanted);
                    if (obstacle == null) {
                        replace(file, wanted, wanted);
                        return;
                    }
                    if (!wait) {
                        throw new PosixException(Errno.EAGAIN);
                    }
                    if (detectCircles && leadsTo(obstacle.owner(), wanted.owner())) {
                        throw new PosixException(Errno.EDEADLK);
                    }
                    if (!queued) {
                        queued = waiting.add(entry);
                    }
                } finally {
                    mutex.unlock();
                }
                if (caller.isSignalled()) {
                    throw new PosixException(Errno.EINTR);
                }
                LockSupport.park(this);
            }
        } finally {
            if (queued) {
                mutex.lock();
                try {
                    waiting.removeIf(one -> one == entry);
                } finally {
                    mutex.unlock();
                }
            }
        }
    }

    /** Unlocks what the owner of {@code part} has locked of that part. */
    public void unlock(Inode file, FileLock part) {
        mutex.lock();
        try {
            replace(file, part, null);
        } finally {
            mutex.unlock();
        }
    }

    /** Unlocks all that an owner has locked of a file. */
    public void unlock(Inode file, Object owner) {
        unlock(file, new FileLock(owner, 0, Long.MAX_VALUE, false));
    }

    /** Unlocks all that an owner has locked anywhere. */
    public void unlockAll(Object owner) {
        mutex.lock();
        try {
            for (Inode file : List.copyOf(files.keySet())) {
                replace(file, new FileLock(owner, 0, Long.MAX_VALUE, false), null);
            }
        } finally {
            mutex.unlock();
        }
    }

    /** A lock that is in the way of {@code wanted}, null if there is none. */
    public @Nullable FileLock conflict(Inode file, FileLock wanted) {
        mutex.lock();
        try {
            return obstacle(file, wanted);
        } finally {
            mutex.unlock();
        }
    }

    private @Nullable FileLock obstacle(Inode file, FileLock wanted) {
        for (FileLock held : files.getOrDefault(file, List.of())) {
            if (held.conflicts(wanted)) {
                return held;
            }
        }
        return null;
    }

    /** Takes a part out of its owner's locks and puts another lock in its place. */
    private void replace(Inode file, FileLock part, @Nullable FileLock fresh) {
        List<FileLock> result = new ArrayList<>();
        for (FileLock held : files.getOrDefault(file, List.of())) {
            if (held.owner() != part.owner() || !held.overlaps(part)) {
                result.add(held);
                continue;
            }
            if (held.first() < part.first()) {
                result.add(held.within(held.first(), part.first() - 1));
            }
            if (held.last() > part.last()) {
                result.add(held.within(part.last() + 1, held.last()));
            }
        }
        if (fresh != null) {
            result.add(fresh);
        }
        if (result.isEmpty()) {
            files.remove(file);
        } else {
            files.put(file, result);
        }
        for (Waiting one : waiting) {
            LockSupport.unpark(one.thread());
        }
    }

    /** Whether {@code from} waits, perhaps by way of others, for {@code target}. */
    private boolean leadsTo(Object from, Object target) {
        Map<Object, Boolean> seen = new IdentityHashMap<>();
        List<Object> next = new ArrayList<>(List.of(from));
        while (!next.isEmpty()) {
            Object owner = next.removeLast();
            if (owner == target) {
                return true;
            }
            if (seen.put(owner, true) != null) {
                continue;
            }
            for (Waiting one : waiting) {
                if (one.wanted().owner() == owner) {
                    FileLock obstacle = obstacle(one.file(), one.wanted());
                    if (obstacle != null) {
                        next.add(obstacle.owner());
                    }
                }
            }
        }
        return false;
    }
}
