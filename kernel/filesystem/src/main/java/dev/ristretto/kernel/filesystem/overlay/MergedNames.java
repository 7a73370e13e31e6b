package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names in a directory: those of the lower one without those that were removed or replaced, and those that were
 * added. Under the lock of all names.
 */
final class MergedNames {
    private final OverlayInodes inodes;
    /** Null if the directory is opaque: it has only what was added. */
    private final @Nullable Directory lower;

    private final TreeMap<String, OverlayInode<?>> added = new TreeMap<>();
    /** The names of the lower directory that are not to be seen. */
    private final Set<String> whiteouts = new HashSet<>();

    MergedNames(OverlayInodes inodes, @Nullable Directory lower) {
        this.inodes = inodes;
        this.lower = lower;
    }

    /** What has this name, if anything. */
    @Nullable
    OverlayInode<?> find(String name) throws FileFault {
        OverlayInode<?> own = added.get(name);
        if (own != null || lower == null || whiteouts.contains(name)) {
            return own;
        }
        Inode below = lower.find(name);
        return below == null ? null : inodes.of(below);
    }

    /** All of them: first the lower ones in their order, then the others in alphabetical order. */
    List<String> all() throws FileFault {
        List<String> names = lowerNames();
        names.addAll(added.keySet());
        return names;
    }

    /** A name of {@code child}, or null if it has none here. */
    @Nullable
    String nameOf(OverlayInode<?> child) throws FileFault {
        for (var entry : added.entrySet()) {
            if (entry.getValue() == child) {
                return entry.getKey();
            }
        }
        Inode below = child.lower();
        return lower == null || below == null ? null : lowerNameOf(lower, below);
    }

    private @Nullable String lowerNameOf(Directory directory, Inode child) throws FileFault {
        String first;
        try {
            first = directory.nameOf(child);
        } catch (FileFault e) {
            if (e.reason() == FileFault.Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        }
        if (!whiteouts.contains(first)) {
            return first;
        }
        // That name is gone, but a hard link may be left.
        for (String name : lowerNames()) {
            if (directory.find(name) == child) {
                return name;
            }
        }
        return null;
    }

    private List<String> lowerNames() throws FileFault {
        List<String> names = new ArrayList<>(lower == null ? List.of() : lower.names());
        names.removeAll(whiteouts);
        return names;
    }

    /** Adds a name, in place of {@code replaced} unless that is null. */
    void put(String name, OverlayInode<?> inode, @Nullable OverlayInode<?> replaced) {
        if (replaced != null) {
            take(name);
        }
        added.put(name, inode);
    }

    /** Takes away a name that is there. */
    void take(String name) {
        if (added.remove(name) == null) {
            whiteouts.add(name);
        }
    }
}
