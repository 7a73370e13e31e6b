package dev.ristretto.kernel.filesystem;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Names of other files, in alphabetical order. Guarded by its file system's lock, except for {@link #names}. */
public final class Directory extends Inode {
    /** Linux counts one page for a directory's own list. */
    private static final long SIZE = 4096;

    private final TreeMap<String, Inode> entries = new TreeMap<>();
    /** What makes the entries that it has from the start, until they are made. */
    private @Nullable Consumer<Directory> initial;

    /** The directory that names this one; the root is its own. */
    private Directory parent;

    Directory(long number, int permissions, long now, @Nullable Directory parent) {
        super(number, permissions, now);
        this.parent = parent == null ? this : parent;
    }

    /** One that {@code initial} fills, without changing its times, when it is first looked into. */
    Directory(long number, int permissions, long now, Directory parent, Consumer<Directory> initial) {
        this(number, permissions, now, parent);
        this.initial = initial;
    }

    /** The names with their files; under the lock of the map itself. */
    private TreeMap<String, Inode> entries() {
        Consumer<Directory> maker = initial;
        if (maker != null) {
            initial = null;
            maker.accept(this);
        }
        return entries;
    }

    /** An entry that is there from the start. */
    void addInitial(String name, Inode inode) {
        entries.put(name, inode);
        inode.linked(inode.changed());
    }

    @Override
    public FileKind kind() {
        return FileKind.DIRECTORY;
    }

    @Override
    public long size() {
        return SIZE;
    }

    /** A snapshot of the names in it, without "." and "..". */
    public List<String> names() {
        synchronized (entries) {
            return new ArrayList<>(entries().keySet());
        }
    }

    Directory parent() {
        return parent;
    }

    @Nullable
    Inode find(String name) {
        synchronized (entries) {
            return entries().get(name);
        }
    }

    boolean isEmpty() {
        synchronized (entries) {
            return entries().isEmpty();
        }
    }

    /** Adds a name, or makes it stand for another file; the file it stood for before loses it. */
    void put(String name, Inode inode, long now) {
        Inode before;
        synchronized (entries) {
            before = entries().put(name, inode);
        }
        inode.linked(now);
        if (inode instanceof Directory directory) {
            directory.parent = this;
        }
        if (before != null) {
            before.unlinked(now);
        }
        contentsChanged(now);
    }

    void remove(String name, long now) {
        Inode before;
        synchronized (entries) {
            before = entries().remove(name);
        }
        if (before != null) {
            before.unlinked(now);
            contentsChanged(now);
        }
    }

    /** The name under which this directory has {@code child}. */
    String nameOf(Inode child) {
        synchronized (entries) {
            for (var entry : entries().entrySet()) {
                if (entry.getValue() == child) {
                    return entry.getKey();
                }
            }
        }
        throw new IllegalStateException("inode " + child.number() + " has no name in its directory");
    }

    /** Whether this directory is {@code other} or below it. */
    boolean isWithin(Inode other) {
        Directory directory = this;
        while (directory != other) {
            if (directory.parent == directory) {
                return false;
            }
            directory = directory.parent;
        }
        return true;
    }
}
