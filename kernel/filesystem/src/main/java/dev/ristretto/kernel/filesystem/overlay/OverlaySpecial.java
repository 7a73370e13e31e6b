package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.SpecialFile;
import org.jspecify.annotations.Nullable;

/** A device, named pipe or socket that somebody else knows. */
final class OverlaySpecial extends OverlayInode<SpecialFile> implements SpecialFile {
    OverlaySpecial(OverlayInodes inodes, long number, @Nullable SpecialFile lower, SpecialFile current) {
        super(inodes, number, lower, current);
    }

    @Override
    SpecialFile make(Directory directory, String name, SpecialFile model) throws FileFault {
        return directory.createSpecial(name, model.kind(), model.device(), model.permissions());
    }

    @Override
    public FileKind kind() {
        return current().kind();
    }

    @Override
    public int device() {
        return current().device();
    }
}
