package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.PosixException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of which the processes of a machine have shared mappings. Whoever reads, writes or cuts a file by other
 * ways tells here, so that both ways see the same; while there is no such mapping that costs next to nothing. Files are
 * known by their {@link MappedFile#identity}. Safe for use by several threads.
 */
public final class SharedMappings {
    /** Bytes of the largest part of a file that is read at once. */
    static final int LARGEST_READ = 16 * (int) UserSpace.PAGE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Held held = lock::unlock;
    private final Map<Object, SharedPages> files = new HashMap<>();
    private final byte[] buffer = new byte[LARGEST_READ];
    private volatile boolean used;

    /** No process has any yet. */
    public SharedMappings() {}

    /** The lock of whoever changes what a process of the machine has mapped, for pages are others' too. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes that lock. */
    Held hold() {
        lock.lock();
        return held;
    }

    /** For what is read of files, with the lock held. */
    byte[] buffer() {
        return buffer;
    }

    /** What is behind a shared mapping of a file. */
    Backing backing(MappedFile file) {
        used = true;
        SharedPages pages = files.computeIfAbsent(file.identity(), _ -> new SharedPages());
        pages.retain();
        return Backing.shared(file, pages);
    }

    /** A mapping is gone with all its areas. */
    void removed(Backing backing) {
        MappedFile file = backing.file();
        SharedPages pages = backing.pages();
        if (file != null && pages != null && pages.release()) {
            files.remove(file.identity());
            used = !files.isEmpty();
        }
    }

    /** Has a file that is to be read contain what programs have written to its mappings, in a range of bytes. */
    public void beforeRead(Object identity, long position, long length) throws PosixException {
        if (!used) {
            return;
        }
        lock.lock();
        try {
            SharedPages pages = find(identity);
            if (pages != null && position >= 0 && length > 0) {
                pages.writeBackBytes(position, length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the mappings of a file contain what was written to it. */
    public void afterWrite(Object identity, long position, byte[] source, int offset, int length) {
        if (!used) {
            return;
        }
        lock.lock();
        try {
            SharedPages pages = find(identity);
            if (pages != null && position >= 0 && length > 0) {
                pages.overwrite(position, source, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes from the mappings of a file what lies behind its new end. */
    public void afterTruncate(Object identity, long size) {
        if (!used) {
            return;
        }
        lock.lock();
        try {
            SharedPages pages = find(identity);
            if (pages != null) {
                pages.truncate(size);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SharedPages find(Object identity) {
        return files.get(identity);
    }
}
