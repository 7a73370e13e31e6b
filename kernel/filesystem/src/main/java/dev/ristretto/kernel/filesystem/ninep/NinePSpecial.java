package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.SpecialFile;

/** A device, pipe or socket of the host: kept by kind and number alone. */
final class NinePSpecial extends NinePInode implements SpecialFile {
    private final FileKind kind;

    NinePSpecial(NinePInodes files, NinePAttributes attributes, FileKind kind) {
        super(files, attributes);
        this.kind = kind;
    }

    @Override
    public FileKind kind() {
        return kind;
    }

    @Override
    public int device() {
        synchronized (files()) {
            return lastTold().device();
        }
    }
}
