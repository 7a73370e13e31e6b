package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;

/** An open file of the file system, of any kind. */
public abstract class InodeFile extends OpenFile {
    private final Location location;
    private final boolean readable;
    private final boolean writable;
    private volatile String path = "";

    /**
     * An opening of a file; what its bytes are is the subclass's affair.
     *
     * @param location where its file is
     */
    protected InodeFile(Location location, boolean readable, boolean writable) {
        this.location = location;
        this.readable = readable;
        this.writable = writable;
        location.inode().open();
    }

    /** Where its file is. */
    public final Location location() {
        return location;
    }

    /** The absolute path by which it was opened, which may not lead there any more; empty if there was none. */
    public final String path() {
        return path;
    }

    /** Keeps the path by which it was opened. */
    public final void setPath(String opened) {
        path = opened;
    }

    @Override
    public int statusFlags() {
        return !writable ? 0 : readable ? FileOpening.READ_WRITE : FileOpening.WRITE_ONLY;
    }

    /** The file apart from this opening of it. */
    public final Inode inode() {
        return location.inode();
    }

    /** Whether it was opened for reading. */
    public final boolean isReadable() {
        return readable;
    }

    /** Whether it was opened for writing. */
    public final boolean isWritable() {
        return writable;
    }

    @Override
    public FileStatus status() {
        return FileStatus.of(location);
    }

    @Override
    public long size() throws PosixException {
        return inode().size();
    }

    @Override
    public void sync() throws PosixException {
        try {
            inode().sync();
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    @Override
    protected void release() {
        inode().close();
    }

    final void checkReadable() throws PosixException {
        if (!readable) {
            throw new PosixException(Errno.EBADF);
        }
    }

    final void checkWritable() throws PosixException {
        if (!writable) {
            throw new PosixException(Errno.EBADF);
        }
    }
}
