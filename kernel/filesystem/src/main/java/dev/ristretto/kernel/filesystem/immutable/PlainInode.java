package dev.ristretto.kernel.filesystem.immutable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of any kind that is root's, with one name and without attributes. */
public abstract class PlainInode extends ImmutableInode {
    private final long number;
    private final int permissions;
    private final long created;
    private final long modified;

    /**
     * With these properties.
     *
     * @param number no other file of the volume has it
     * @param created when it was made, in nanoseconds since 1970
     * @param modified when its contents changed, which counts for all its other times too
     */
    protected PlainInode(long number, int permissions, long created, long modified) {
        this.number = number;
        this.permissions = permissions;
        this.created = created;
        this.modified = modified;
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

    public final long created() {
        return created;
    }

    public final long accessed() {
        return modified;
    }

    public final long modified() {
        return modified;
    }

    public final long changed() {
        return modified;
    }

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
