package dev.ristretto.kernel.filesystem;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Who watches the directories of a mount, whatever its format. {@link FileSystem} tells of names that change; of what
 * is done to a file itself, who does it tells by {@link Location#changed}. Safe for use by several threads.
 */
public final class FileWatches {
    /** By the directory's object, which stays the same one because it is held here. */
    private final Map<Directory, WatchedDirectory> directories = new IdentityHashMap<>();

    /** Whether anybody watches: nobody does where it matters that telling costs little. */
    private volatile boolean watched;

    FileWatches() {}

    /** Who watches a directory, and by what names it has the files that were changed since its names last were. */
    private static final class WatchedDirectory {
        private final Directory directory;
        private final List<DirectoryWatcher> watchers = new ArrayList<>(1);
        private final Map<Inode, Optional<String>> names = new WeakHashMap<>();

        WatchedDirectory(Directory directory) {
            this.directory = directory;
        }

        void tell(FileChange change, String name, Inode file, int move) {
            watchers.forEach(watcher -> watcher.changed(change, name, file, move));
        }

        /** A name of {@code file}; of one whose name cannot be read, nobody is told. */
        Optional<String> nameOf(Inode file) {
            Optional<String> known = names.get(file);
            if (known != null) {
                return known;
            }
            Optional<String> name;
            try {
                name = Optional.of(directory.nameOf(file));
            } catch (FileFault e) {
                name = Optional.empty();
                if (e.reason() != FileFault.Reason.NOT_FOUND) {
                    return name;
                }
            }
            names.put(file, name);
            return name;
        }
    }

    /** Tells {@code watcher} from now on what happens to the files that {@code directory} names. */
    public synchronized void add(Directory directory, DirectoryWatcher watcher) {
        directories.computeIfAbsent(directory, WatchedDirectory::new).watchers.add(watcher);
        watched = true;
    }

    /** The counterpart of {@link #add}. */
    public synchronized void remove(Directory directory, DirectoryWatcher watcher) {
        WatchedDirectory present = directories.get(directory);
        if (present != null) {
            present.watchers.remove(watcher);
            if (present.watchers.isEmpty()) {
                forget(directory);
            }
        }
    }

    /** A file got, lost or changed a name in a directory; {@code move} is as in {@link DirectoryWatcher#changed}. */
    void named(FileChange change, Directory directory, String name, Inode file, int move) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            WatchedDirectory present = directories.get(directory);
            if (present != null) {
                present.names.clear();
                present.tell(change, name, file, move);
            }
        }
    }

    /** A file itself was changed: all directories that name it are told. */
    void changed(FileChange change, Inode file) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            for (WatchedDirectory present : directories.values()) {
                present.nameOf(file).ifPresent(name -> present.tell(change, name, file, 0));
            }
        }
    }

    /** A directory was removed. */
    void gone(Directory directory) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            WatchedDirectory present = directories.get(directory);
            if (present != null) {
                forget(directory);
                present.watchers.forEach(DirectoryWatcher::gone);
            }
        }
    }

    private void forget(Directory directory) {
        directories.remove(directory);
        watched = !directories.isEmpty();
    }
}
