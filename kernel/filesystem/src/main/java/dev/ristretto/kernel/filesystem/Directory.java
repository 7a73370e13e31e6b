package dev.ristretto.kernel.filesystem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of other files. What changes names is atomic: it happens wholly or not at all, also when power fails. Names are
 * neither empty, "." nor "..", and have neither slash nor zero in them (INVALID); those that are too long fail with
 * NAME_TOO_LONG.
 */
public non-sealed interface Directory extends Inode {
    @Override
    default FileKind kind() {
        return FileKind.DIRECTORY;
    }

    /** A snapshot of the names in it, without "." and "..". */
    List<String> names() throws FileFault;

    /** The directory that names this one; the root is its own. */
    Directory parent() throws FileFault;

    /** What has this name, if anything. */
    @Nullable
    Inode find(String name) throws FileFault;

    /** The name under which this directory has {@code child}; NOT_FOUND if it has none. */
    String nameOf(Inode child) throws FileFault;

    /** A new, empty regular file; EXISTS if the name is taken. */
    RegularFile createFile(String name, int permissions) throws FileFault;

    /** mkdir; EXISTS if the name is taken, TOO_MANY_NAMES if no more directories can be in this one. */
    Directory createDirectory(String name, int permissions) throws FileFault;

    /**
     * A directory that holds {@code folder} from the start, in which the files have the same permissions except for
     * searching; EXISTS if the name is taken, UNSUPPORTED where files outlive the kernel.
     */
    default Directory createDirectory(String name, int permissions, Folder folder) throws FileFault {
        throw new FileFault(FileFault.Reason.UNSUPPORTED, name);
    }

    /** symlink; EXISTS if the name is taken, NAME_TOO_LONG if the target is. */
    SymbolicLink createSymbolicLink(String name, String target) throws FileFault;

    /** mknod of what is kept by kind and number alone; EXISTS if the name is taken. */
    SpecialFile createSpecial(String name, FileKind kind, int device, int permissions) throws FileFault;

    /** A device of this kernel; UNSUPPORTED where files outlive the kernel. */
    default DeviceFile createDevice(String name, int permissions, Device device) throws FileFault {
        throw new FileFault(FileFault.Reason.UNSUPPORTED, name);
    }

    /**
     * One more name for a file of the same volume that is not a directory.
     *
     * @throws FileFault EXISTS if the name is taken, NOT_PERMITTED for directories, TOO_MANY_NAMES if the file has as
     *     many as can be, NOT_FOUND if it has none any more
     */
    void link(String name, Inode existing) throws FileFault;

    /** unlink; IS_A_DIRECTORY for directories. */
    void remove(String name) throws FileFault;

    /** rmdir; NOT_A_DIRECTORY, NOT_EMPTY. */
    void removeDirectory(String name) throws FileFault;

    /**
     * rename, perhaps into another directory of the same volume. What had the new name before is replaced in the same
     * moment, or with {@code replace} false makes it fail with EXISTS (RENAME_NOREPLACE of Linux).
     *
     * @throws FileFault as {@link RenameRules} says
     */
    void rename(String name, Directory target, String newName, boolean replace) throws FileFault;
}
