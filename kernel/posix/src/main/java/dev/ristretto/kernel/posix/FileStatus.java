package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.SpecialFile;

/**
 * What stat(2) tells of a file. Times are nanoseconds since 1970.
 *
 * @param mode kind and permissions, as st_mode of Linux
 * @param device the number of its file system
 * @param inode its number there
 * @param links how many names it has
 * @param owner user and group
 * @param size length in bytes
 * @param accessed when it was last read
 * @param modified when its content last changed
 * @param changed when anything of it last changed
 * @param created when it was made
 * @param special the number of the device that it is itself, 0 if it is none
 */
public record FileStatus(
        int mode,
        long device,
        long inode,
        int links,
        Credentials owner,
        long size,
        long accessed,
        long modified,
        long changed,
        long created,
        long special) {
    /** Kind of a socket, and of what has no kind of its own (S_IFSOCK). */
    public static final int SOCKET = 0140000;

    /** Kind of a symbolic link (S_IFLNK). */
    public static final int SYMBOLIC_LINK = 0120000;

    /** Kind of a regular file (S_IFREG). */
    public static final int REGULAR = 0100000;

    /** Kind of a directory (S_IFDIR). */
    public static final int DIRECTORY = 0040000;

    /** Kind of a character device (S_IFCHR). */
    public static final int CHARACTER_DEVICE = 0020000;

    /** Kind of a device of blocks (S_IFBLK). */
    public static final int BLOCK_DEVICE = 0060000;

    /** Kind of a pipe (S_IFIFO). */
    public static final int PIPE = 0010000;

    /** Of what only its user has, without a kind: event counters and their like. */
    public static final FileStatus ANONYMOUS = ofKind(0600);

    private static final int KIND = 0170000;

    /** The kind of file, one of this class's constants. */
    public int kind() {
        return mode & KIND;
    }

    /** The permission bits, with set-user-ID and its like. */
    public int permissions() {
        return mode & ~KIND;
    }

    /** The status of something that no path leads to and of which only its kind is known. */
    public static FileStatus ofKind(int kind) {
        return new FileStatus(kind, 0, 0, 0, Credentials.ROOT, 0, 0, 0, 0, 0, 0);
    }

    static FileStatus of(Location location) {
        Inode inode = location.inode();
        int kind = switch (inode.kind()) {
            case DIRECTORY -> DIRECTORY;
            case REGULAR -> REGULAR;
            case SYMBOLIC_LINK -> SYMBOLIC_LINK;
            case DEVICE -> CHARACTER_DEVICE;
            case BLOCK_DEVICE -> BLOCK_DEVICE;
            case PIPE -> PIPE;
            case SOCKET -> SOCKET;
        };
        return new FileStatus(
                kind | inode.permissions(),
                location.mount().number(),
                inode.number(),
                inode.links(),
                new Credentials(inode.user(), inode.group()),
                inode.size(),
                inode.accessed(),
                inode.modified(),
                inode.changed(),
                inode.created(),
                switch (inode) {
                    case DeviceFile device -> device.device().number();
                    case SpecialFile file -> file.device();
                    default -> 0;
                });
    }
}
