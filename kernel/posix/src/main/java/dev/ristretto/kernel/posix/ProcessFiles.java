package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.util.Iterator;
import java.util.List;

/**
 * The system calls of a process that take paths, and those that change what a path leads to. Relative paths begin in
 * the working directory; what is made gets the permissions that the umask leaves. Safe for use by several threads.
 *
 * <p>Each fails with the errno of Linux; several are named by what fails most: ENOENT, ENOTDIR, EEXIST, ENOSPC.
 */
public final class ProcessFiles {
    private static final int MAY_EXECUTE = 1;
    private static final int MAY_WRITE = 2;
    private static final int EXECUTE_BITS = 0111;

    private final Process process;
    private final RootFileSystem root;

    ProcessFiles(Process process, RootFileSystem root) {
        this.process = process;
        this.root = root;
    }

    /** open(2): a new descriptor; flags are those of {@link FileOpening}. */
    public int open(String path, int flags, int permissions) throws PosixException {
        return process.descriptors().open(openFile(path, flags, permissions));
    }

    /** open(2) without a descriptor yet. */
    public OpenFile openFile(String path, int flags, int permissions) throws PosixException {
        return FileOpening.open(root.root(), absolute(path), flags, allowed(permissions));
    }

    /** Makes an empty regular file; EEXIST if there is something of that name. */
    public void create(String path, int permissions) throws PosixException {
        try {
            Location unused = root.root().findOrCreate(absolute(path), true, false, allowed(permissions));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** stat(2), or lstat(2) without {@code follow}. */
    public FileStatus status(String path, boolean follow) throws PosixException {
        return FileStatus.of(locate(path, follow));
    }

    /** link(2). */
    public void link(String existing, String path) throws PosixException {
        try {
            root.root().link(absolute(existing), absolute(path));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** symlink(2). */
    public void symbolicLink(String target, String path) throws PosixException {
        try {
            root.root().createSymbolicLink(target, absolute(path));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** unlink(2). */
    public void unlink(String path) throws PosixException {
        try {
            root.root().remove(absolute(path));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** rename(2). */
    public void rename(String from, String to) throws PosixException {
        rename(from, to, true);
    }

    /** renameat2(2): without {@code replace} it fails with EEXIST if the new name is taken (RENAME_NOREPLACE). */
    public void rename(String from, String to, boolean replace) throws PosixException {
        try {
            root.root().rename(absolute(from), absolute(to), replace);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** mkdir(2). */
    public void makeDirectory(String path, int permissions) throws PosixException {
        try {
            Directory unused = root.root().createDirectory(absolute(path), allowed(permissions));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** rmdir(2). */
    public void removeDirectory(String path) throws PosixException {
        try {
            root.root().removeDirectory(absolute(path));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** The name in the file system of a socket that is bound to a path; EEXIST if there is something already. */
    public Inode createSocket(String path, int permissions) throws PosixException {
        try {
            return root.root().createSpecial(absolute(path), FileKind.SOCKET, 0, allowed(permissions));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** readlink(2): where a symbolic link leads; EINVAL if it is none. */
    public String readLink(String path) throws PosixException {
        if (!(locate(path, false).inode() instanceof SymbolicLink link)) {
            throw new PosixException(Errno.EINVAL);
        }
        try {
            return link.target();
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** realpath(3): the absolute path without links, "." and "..". */
    public String realPath(String path) throws PosixException {
        try {
            return root.root().realPath(absolute(path));
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /**
     * The path that leads to an open file now, as /proc/self/fd tells it; of a file that is no directory, if that is
     * the one by which it was opened; ENOENT if it leads to something else.
     */
    public String pathOf(InodeFile file) throws PosixException {
        try {
            if (file.inode() instanceof Directory) {
                return root.root().pathOf(file.location());
            }
            if (root.root().find(file.path(), true) == file.inode()) {
                return root.root().realPath(file.path());
            }
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
        throw new PosixException(Errno.ENOENT);
    }

    /** Now, by the clock that stamps files: nanoseconds since 1970. */
    public long now() {
        return root.root().now();
    }

    /** The names in a directory, without "." and "..", as they are now; ENOTDIR if it is none. */
    public Iterator<String> names(String path) throws PosixException {
        try {
            if (locate(path, true).inode() instanceof Directory directory) {
                return directory.names().iterator();
            }
            throw new PosixException(Errno.ENOTDIR);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /**
     * access(2) by root, who may do all but execute what nobody may execute (EACCES) and write where nothing may be
     * changed (EROFS).
     */
    public void requireAccess(String path, int mode) throws PosixException {
        Location location = locate(path, true);
        Inode inode = location.inode();
        if ((mode & MAY_WRITE) != 0 && !(inode instanceof DeviceFile)) {
            requireWritable(location);
        }
        boolean denied = (mode & MAY_EXECUTE) != 0
                && inode.kind() == FileKind.REGULAR
                && (inode.permissions() & EXECUTE_BITS) == 0;
        if (denied) {
            throw new PosixException(Errno.EACCES);
        }
    }

    /** chmod(2). */
    public void setPermissions(String path, int permissions) throws PosixException {
        setPermissions(locate(path, true), permissions);
    }

    /** fchmod(2). */
    public void setPermissions(int fd, int permissions) throws PosixException {
        setPermissions(location(fd), permissions);
    }

    /** chown(2), or lchown(2) without {@code follow}: all files are root's and stay so. */
    public void setOwner(String path, boolean follow) throws PosixException {
        setOwner(locate(path, follow));
    }

    /** fchown(2). */
    public void setOwner(int fd) throws PosixException {
        setOwner(location(fd));
    }

    /** utimensat(2); times are nanoseconds since 1970. */
    public void setTimes(String path, boolean follow, long accessed, long modified) throws PosixException {
        setTimes(locate(path, follow), accessed, modified);
    }

    /** futimens(3). */
    public void setTimes(int fd, long accessed, long modified) throws PosixException {
        setTimes(location(fd), accessed, modified);
    }

    /** statvfs(3): of the file system that a path leads to. */
    public FileSystemStatus fileSystem(String path) throws PosixException {
        return FileSystemStatus.of(locate(path, true).mount());
    }

    /** What is mounted, the root first, as /proc/mounts tells it. */
    public List<FileSystemStatus> fileSystems() {
        return root.root().mounts().stream().map(FileSystemStatus::of).toList();
    }

    private void setPermissions(Location file, int permissions) throws PosixException {
        requireWritable(file);
        try {
            file.inode().setPermissions(permissions, root.root().now());
            file.changed(FileChange.ATTRIBUTES);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    private void setOwner(Location file) throws PosixException {
        requireWritable(file);
        Inode inode = file.inode();
        try {
            inode.setOwner(inode.user(), inode.group(), root.root().now());
            file.changed(FileChange.ATTRIBUTES);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    private void setTimes(Location file, long accessed, long modified) throws PosixException {
        requireWritable(file);
        try {
            file.inode().setTimes(accessed, modified, root.root().now());
            file.changed(FileChange.ATTRIBUTES);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    /** The file at {@code path}, with its mount; without {@code follow} perhaps a symbolic link. */
    public Location locate(String path, boolean follow) throws PosixException {
        try {
            return root.root().locate(absolute(path), follow);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    private Location location(int fd) throws PosixException {
        return process.descriptors().get(fd, InodeFile.class, Errno.EINVAL).location();
    }

    /** Inodes know only whether their volume can be changed. */
    static void requireWritable(Location location) throws PosixException {
        if (location.mount().readOnly()) {
            throw new PosixException(Errno.EROFS);
        }
    }

    private String absolute(String path) {
        String directory = process.workingDirectory();
        boolean already = path.startsWith("/") || directory.equals("/");
        return already ? path : directory + "/" + path;
    }

    private int allowed(int permissions) {
        return permissions & ~process.umask();
    }
}
