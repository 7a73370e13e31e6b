package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.DirectoryWatcher;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.Inode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who watches a directory. Thread-safe. */
final class DirectoryWatchers {
    /** Never changed in place; null until somebody watches, for few directories ever are. */
    private volatile DirectoryWatcher @Nullable [] all;

    boolean isEmpty() {
        return all == null;
    }

    synchronized void add(DirectoryWatcher watcher) {
        DirectoryWatcher[] before = all;
        int length = before == null ? 0 : before.length;
        DirectoryWatcher[] grown = before == null ? new DirectoryWatcher[1] : Arrays.copyOf(before, length + 1);
        grown[length] = watcher;
        all = grown;
    }

    synchronized void remove(DirectoryWatcher watcher) {
        DirectoryWatcher[] before = all;
        if (before != null) {
            all = Arrays.stream(before).filter(other -> other != watcher).toArray(DirectoryWatcher[]::new);
        }
    }

    void tell(FileChange change, String name, Inode file, int move) {
        DirectoryWatcher[] present = all;
        if (present != null) {
            for (DirectoryWatcher watcher : present) {
                watcher.changed(change, name, file, move);
            }
        }
    }

    /** The directory is gone. */
    void end() {
        DirectoryWatcher[] present = all;
        if (present != null) {
            for (DirectoryWatcher watcher : present) {
                watcher.gone();
            }
        }
    }
}
