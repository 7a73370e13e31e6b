package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.immutable.ImmutableInode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of this host as it is to be in an image: root's, with permissions and time, without other attributes. */
abstract class HostNode extends ImmutableInode {
    private final long number;
    private final int permissions;
    private final long modified;

    /**
     * @param number no other file of the tree has it
     * @param modified when its contents changed, in nanoseconds since 1970
     */
    HostNode(long number, int permissions, long modified) {
        this.number = number;
        this.permissions = permissions;
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
        return 0;
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
