package dev.ristretto.kernel.filesystem;

/**
 * A file of any kind, apart from its names. Its times are in nanoseconds since 1970-01-01T00:00:00Z.
 *
 * <p>Safe for use by several threads.
 */
public abstract sealed class Inode permits Directory, RegularFile, SymbolicLink, DeviceFile {
    private static final int PERMISSION_BITS = 07777;

    private final long number;
    private final long created;
    private volatile int permissions;
    private volatile long accessed;
    private volatile long modified;
    private volatile long changed;
    private int links;
    private int openings;

    Inode(long number, int permissions, long now) {
        this.number = number;
        this.permissions = permissions & PERMISSION_BITS;
        created = now;
        accessed = now;
        modified = now;
        changed = now;
    }

    /** What kind of file this is. */
    public abstract FileKind kind();

    /** The length in bytes; what that means for a directory is left open. */
    public abstract long size();

    /** The inode number, unique in its file system. */
    public final long number() {
        return number;
    }

    /** The twelve permission bits of POSIX. */
    public final int permissions() {
        return permissions;
    }

    /** Sets the permission bits at time {@code now}. */
    public final void setPermissions(int bits, long now) {
        permissions = bits & PERMISSION_BITS;
        changed = now;
    }

    /** When it was made. */
    public final long created() {
        return created;
    }

    /** When it was last read, as far as anybody has set that: reading does not. */
    public final long accessed() {
        return accessed;
    }

    /** When its contents last changed. */
    public final long modified() {
        return modified;
    }

    /** When its contents, permissions or names last changed. */
    public final long changed() {
        return changed;
    }

    /** Sets the times of last access and of last modification. */
    public final void setTimes(long accessTime, long modificationTime, long now) {
        accessed = accessTime;
        modified = modificationTime;
        changed = now;
    }

    /** How many names it has; a directory's own "." is not counted. */
    public final synchronized int links() {
        return links;
    }

    /** Someone begins to use it; its contents stay until {@link #close} even if it loses its last name. */
    public final synchronized void open() {
        openings++;
    }

    /** The counterpart of {@link #open}. */
    public final synchronized void close() {
        openings--;
        discardIfUnused();
    }

    final synchronized void linked(long now) {
        links++;
        changed = now;
    }

    final synchronized void unlinked(long now) {
        links--;
        changed = now;
        discardIfUnused();
    }

    final void contentsChanged(long now) {
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
