package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.immutable.ImmutableInode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What generated files of all kinds have alike. They are made each time that they are asked for. */
abstract class GeneratedInode extends ImmutableInode {
    private final GeneratedVolume volume;
    private final long number;
    private final int permissions;

    GeneratedInode(GeneratedVolume volume, long number, int permissions) {
        this.volume = volume;
        this.number = number;
        this.permissions = permissions;
    }

    final GeneratedVolume volume() {
        return volume;
    }

    public final long number() {
        return number;
    }

    public final int permissions() {
        return permissions;
    }

    public final int user() {
        return 0;
    }

    public final int group() {
        return 0;
    }

    public final int links() {
        return 1;
    }

    public final long created() {
        return volume.begin();
    }

    public final long accessed() {
        return volume.begin();
    }

    public final long modified() {
        return volume.begin();
    }

    public final long changed() {
        return volume.begin();
    }

    public final List<String> attributes() {
        return List.of();
    }

    public final byte @Nullable [] attribute(String name) {
        return null;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof GeneratedInode inode && inode.volume == volume && inode.number == number;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(number);
    }
}
