package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.PosixException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of which a process has shared mappings. Whoever reads, writes or cuts a file by other ways tells here, so
 * that both ways see the same; while there is no such mapping that costs next to nothing. Files are known by their
 * {@link MappedFile#identity}. Safe for use by several threads.
 */
public final class SharedMappings {
    private final UserSpace space;
    private final AreaMap areas;
    private final ReentrantLock lock;
    private final Map<Object, SharedPages> files = new HashMap<>();
    private volatile boolean used;

    /** @param lock which holds whoever changes {@code areas} */
    SharedMappings(UserSpace space, AreaMap areas, ReentrantLock lock) {
        this.space = space;
        this.areas = areas;
        this.lock = lock;
    }

    /** What is behind a shared mapping of a file. */
    Backing backing(MappedFile file) {
        used = true;
        return Backing.shared(file, files.computeIfAbsent(file.identity(), _ -> new SharedPages(space, areas)));
    }

    /** A mapping is gone with all its areas. */
    void removed(Backing backing) {
        MappedFile file = backing.file();
        SharedPages pages = backing.pages();
        if (file == null || pages == null || !pages.isEmpty()) {
            return;
        }
        for (MemoryArea area : areas.all()) {
            if (area.sharedPages() == pages) {
                return;
            }
        }
        files.remove(file.identity());
        used = !files.isEmpty();
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
