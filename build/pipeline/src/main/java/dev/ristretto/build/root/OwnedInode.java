package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.immutable.ImmutableInode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of any kind with an owner, without attributes. */
abstract class OwnedInode extends ImmutableInode {
    private final long number;
    private final PreparedFile.Properties properties;

    /** @param number no other file of the image has it */
    OwnedInode(long number, PreparedFile.Properties properties) {
        this.number = number;
        this.properties = properties;
    }

    public final long number() {
        return number;
    }

    public final int permissions() {
        return properties.permissions();
    }

    public final int user() {
        return properties.user();
    }

    public final int group() {
        return properties.group();
    }

    public final long created() {
        return 0;
    }

    public final long accessed() {
        return properties.modified();
    }

    public final long modified() {
        return properties.modified();
    }

    public final long changed() {
        return properties.modified();
    }

    /** The writer counts the names itself. */
    public final int links() {
        return 1;
    }

    public final List<String> attributes() {
        return List.of();
    }

    public final byte @Nullable [] attribute(String name) {
        return null;
    }
}
