package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;

/** A descriptor that stands for a place among the files, whose contents it does not open (O_PATH of open(2)). */
final class PathHandle extends InodeFile {
    PathHandle(Location location) {
        super(location, false, false);
    }

    @Override
    public int statusFlags() {
        return FileFlags.PATH;
    }

    @Override
    public int readAt(ByteBuffer target, long position) throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    @Override
    public int writeAt(ByteBuffer source, long position) throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    @Override
    public long position() throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    @Override
    public void seek(long position) throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    @Override
    public void truncate(long size) throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    @Override
    public void sync() throws PosixException {
        throw new PosixException(Errno.EBADF);
    }
}
