package dev.ristretto.kernel.filesystem.memory;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What files of all kinds have alike. */
abstract class MemoryInode {
    private final long number;
    private final long created;
    private volatile int permissions;
    private volatile int user;
    private volatile int group;
    private volatile long accessed;
    private volatile long modified;
    private volatile long changed;

    private int links;
    private int openings;
    private @Nullable TreeMap<String, byte[]> attributes;

    MemoryInode(long number, int permissions, long now) {
        this.number = number;
        this.permissions = permissions & Inode.PERMISSION_BITS;
        created = now;
        accessed = now;
        modified = now;
        changed = now;
    }

    public final long number() {
        return number;
    }

    public final int permissions() {
        return permissions;
    }

    public final void setPermissions(int bits, long now) {
        permissions = bits & Inode.PERMISSION_BITS;
        changed = now;
    }

    public final int user() {
        return user;
    }

    public final int group() {
        return group;
    }

    public final void setOwner(int newUser, int newGroup, long now) {
        user = newUser;
        group = newGroup;
        changed = now;
    }

    public final long created() {
        return created;
    }

    public final long accessed() {
        return accessed;
    }

    public final long modified() {
        return modified;
    }

    public final long changed() {
        return changed;
    }

    public final void setTimes(long accessTime, long modificationTime, long now) {
        accessed = accessTime;
        modified = modificationTime;
        changed = now;
    }

    public final synchronized int links() {
        return links;
    }

    public final synchronized void open() {
        openings++;
    }

    public final synchronized void close() {
        openings--;
        discardIfUnused();
    }

    public final synchronized List<String> attributes() {
        return attributes == null ? List.of() : new ArrayList<>(attributes.keySet());
    }

    public final synchronized byte @Nullable [] attribute(String name) {
        byte[] value = attributes == null ? null : attributes.get(name);
        return value == null ? null : value.clone();
    }

    public final synchronized void setAttribute(String name, byte @Nullable [] value, long now) throws FileFault {
        if (attributes == null) {
            attributes = new TreeMap<>();
        }
        if (value != null) {
            attributes.put(name, value.clone());
        } else if (attributes.remove(name) == null) {
            throw new FileFault(FileFault.Reason.NO_DATA, name);
        }
        changed = now;
    }

    /** Memory knows nothing more durable than itself. */
    public final void sync() {}

    final synchronized void linked(long now) {
        links++;
        changed = now;
    }

    final synchronized void unlinked(long now) {
        links--;
        changed = now;
        discardIfUnused();
    }

    final void touch(long now) {
        modified = now;
        changed = now;
    }

    /** Gives the space back; nobody can reach this file any more. */
    void discard() {}

    private void discardIfUnused() {
        if (links == 0 && openings == 0) {
            discard();
        }
    }
}
