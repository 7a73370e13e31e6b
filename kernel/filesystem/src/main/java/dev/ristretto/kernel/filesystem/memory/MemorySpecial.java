package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.SpecialFile;

/** The name of a device, pipe or socket that somebody else knows. */
final class MemorySpecial extends MemoryInode implements SpecialFile {
    private final FileKind kind;
    private final int device;

    MemorySpecial(long number, int permissions, long now, FileKind kind, int device) {
        super(number, permissions, now);
        this.kind = kind;
        this.device = device;
    }

    @Override
    public FileKind kind() {
        return kind;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public int device() {
        return device;
    }
}
