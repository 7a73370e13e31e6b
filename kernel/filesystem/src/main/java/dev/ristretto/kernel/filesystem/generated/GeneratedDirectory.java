package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.immutable.ImmutableDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory whose names are asked for each time. */
final class GeneratedDirectory extends GeneratedInode implements ImmutableDirectory {
    private static final int PERMISSIONS = 0555;

    private final @Nullable GeneratedDirectory parent;
    private final String name;
    private final GeneratedNode.Names names;

    /** @param parent null for the root */
    GeneratedDirectory(
            GeneratedVolume volume,
            long number,
            @Nullable GeneratedDirectory parent,
            String name,
            GeneratedNode.Names names) {
        super(volume, number, PERMISSIONS);
        this.parent = parent;
        this.name = name;
        this.names = names;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public List<String> names() {
        return names.names();
    }

    @Override
    public Directory parent() {
        return parent == null ? this : parent;
    }

    @Override
    public @Nullable Inode find(String child) {
        GeneratedNode node = names.find(child);
        if (node == null) {
            return null;
        }
        long number = volume().number(number(), child);
        return switch (node) {
            case GeneratedNode.Content content -> new GeneratedFile(volume(), number, content);
            case GeneratedNode.Names inner -> new GeneratedDirectory(volume(), number, this, child, inner);
            case GeneratedNode.Link link -> new GeneratedLink(volume(), number, link);
        };
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        if (child instanceof GeneratedDirectory directory && equals(directory.parent)) {
            return directory.name;
        }
        for (String candidate : names()) {
            if (volume().number(number(), candidate) == child.number()) {
                return candidate;
            }
        }
        throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + child.number());
    }
}
