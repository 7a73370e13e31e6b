package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.immutable.PlainInode;
import org.jspecify.annotations.Nullable;

/** What generated files of all kinds have alike. They are made each time that they are asked for. */
abstract class GeneratedInode extends PlainInode {
    private final GeneratedVolume volume;

    GeneratedInode(GeneratedVolume volume, long number, int permissions) {
        super(number, permissions, volume.begin(), volume.begin());
        this.volume = volume;
    }

    final GeneratedVolume volume() {
        return volume;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof GeneratedInode inode && inode.volume == volume && inode.number() == number();
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(number());
    }
}
