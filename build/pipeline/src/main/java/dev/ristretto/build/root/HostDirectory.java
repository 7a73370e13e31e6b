package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.immutable.ImmutableDirectory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder of an image, which may have come from several of this host. */
final class HostDirectory extends OwnedInode implements ImmutableDirectory {
    private final @Nullable HostDirectory above;
    private final Map<String, Inode> entries = new TreeMap<>();

    /** @param above the folder that it is in, or null for the root */
    HostDirectory(long number, PreparedFile.Properties properties, @Nullable HostDirectory above) {
        super(number, properties);
        this.above = above;
    }

    /** Gives a file a name, in place of what had it before. */
    void put(String name, Inode inode) {
        entries.put(name, inode);
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public Directory parent() {
        return above == null ? this : above;
    }

    @Override
    public @Nullable Inode find(String name) {
        return entries.get(name);
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue() == child)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new FileFault(FileFault.Reason.NOT_FOUND, "inode " + child.number()));
    }
}
