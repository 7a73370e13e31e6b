package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import org.jspecify.annotations.Nullable;

/** A symbolic link. */
final class OverlayLink extends OverlayInode<SymbolicLink> implements SymbolicLink {
    OverlayLink(OverlayInodes inodes, long number, @Nullable SymbolicLink lower, SymbolicLink current) {
        super(inodes, number, lower, current);
    }

    @Override
    SymbolicLink make(Directory directory, String name, SymbolicLink model) throws FileFault {
        return directory.createSymbolicLink(name, model.target());
    }

    @Override
    public String target() throws FileFault {
        return current().target();
    }
}
