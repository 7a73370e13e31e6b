package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.DirectoryWatcher;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.Inode;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Who watches a directory. Thread-safe. */
final class DirectoryWatchers {
    /** Null until somebody watches, for few directories ever are. */
    private volatile @Nullable CopyOnWriteArrayList<DirectoryWatcher> all;

    boolean isEmpty() {
        return all == null;
    }

    synchronized void add(DirectoryWatcher watcher) {
        CopyOnWriteArrayList<DirectoryWatcher> present = all;
        if (present == null) {
            present = new CopyOnWriteArrayList<>();
            all = present;
        }
        present.add(watcher);
    }

    void remove(DirectoryWatcher watcher) {
        CopyOnWriteArrayList<DirectoryWatcher> present = all;
        if (present != null) {
            present.remove(watcher);
        }
    }

    void tell(FileChange change, String name, Inode file, int move) {
        CopyOnWriteArrayList<DirectoryWatcher> present = all;
        if (present != null) {
            present.forEach(watcher -> watcher.changed(change, name, file, move));
        }
    }

    /** The directory is gone. */
    void end() {
        CopyOnWriteArrayList<DirectoryWatcher> present = all;
        if (present != null) {
            present.forEach(DirectoryWatcher::gone);
        }
    }
}
