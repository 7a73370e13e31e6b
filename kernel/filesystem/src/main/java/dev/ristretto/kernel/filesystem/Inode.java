package dev.ristretto.kernel.filesystem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of any kind, apart from its names. Its times are in nanoseconds since 1970-01-01T00:00:00Z.
 *
 * <p>While somebody holds it, its file system gives the same object for the same file. Safe for use by several threads.
 * Besides what each method names, whatever changes something fails with READ_ONLY where nothing may be changed, and
 * whatever needs a device with IO or, if what it finds there cannot be, CORRUPT.
 */
public sealed interface Inode permits Directory, RegularFile, SymbolicLink, DeviceFile, SpecialFile {
    /** The permission bits of POSIX. */
    int PERMISSION_BITS = 07777;

    /** What kind of file this is. */
    FileKind kind();

    /** The length in bytes; what that means for a directory is left open. */
    long size();

    /** The inode number, unique in its file system. */
    long number();

    /** The twelve permission bits of POSIX. */
    int permissions();

    /** Sets the permission bits at time {@code now}. */
    void setPermissions(int bits, long now) throws FileFault;

    /** The user that owns it. */
    int user();

    /** The group that owns it. */
    int group();

    /** Gives it to another user and group at time {@code now}. */
    void setOwner(int user, int group, long now) throws FileFault;

    /** When it was made; 0 if its format does not keep that. */
    long created();

    /** When it was last read, as far as anybody has set that: reading does not. */
    long accessed();

    /** When its contents last changed. */
    long modified();

    /** When its contents, permissions or names last changed. */
    long changed();

    /** Sets the times of last access and of last modification. */
    void setTimes(long accessTime, long modificationTime, long now) throws FileFault;

    /** How many names it has, as stat(2) tells; whether a directory's own "." counts is its format's affair. */
    int links();

    /** Someone begins to use it; its contents stay until {@link #close} even if it loses its last name. */
    void open();

    /** The counterpart of {@link #open}. What then cannot be given back is when the volume is next mounted. */
    void close();

    /** The names of its extended attributes, such as "user.origin". */
    List<String> attributes() throws FileFault;

    /** The value of an extended attribute, or null if it has none of that name. */
    byte @Nullable [] attribute(String name) throws FileFault;

    /**
     * Sets an extended attribute, or removes it if {@code value} is null.
     *
     * @throws FileFault NO_SPACE if they do not all fit, NO_DATA if there is none to remove, UNSUPPORTED if its format
     *     knows no names that begin so
     */
    void setAttribute(String name, byte @Nullable [] value, long now) throws FileFault;

    /** fsync: returns when its contents, its properties and the names in it would survive a power cut. */
    void sync() throws FileFault;
}
