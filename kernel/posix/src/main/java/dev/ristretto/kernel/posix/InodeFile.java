package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Inode;

/** An open file of the file system, of any kind. */
public abstract class InodeFile extends OpenFile {
    private final Inode inode;
    private final boolean readable;
    private final boolean writable;

    InodeFile(Inode inode, boolean readable, boolean writable) {
        this.inode = inode;
        this.readable = readable;
        this.writable = writable;
        inode.open();
    }

    /** The file apart from this opening of it. */
    public final Inode inode() {
        return inode;
    }

    @Override
    public FileStatus status() {
        return FileStatus.of(inode);
    }

    @Override
    public long size() throws PosixException {
        return inode.size();
    }

    @Override
    protected void release() {
        inode.close();
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
