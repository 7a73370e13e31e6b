package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Location;
import java.nio.ByteBuffer;

/** An open directory: it can be looked at, but has no bytes. */
final class OpenDirectory extends InodeFile {
    /** @param directory the location of a directory */
    OpenDirectory(Location directory) {
        super(directory, true, false);
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        throw new PosixException(Errno.EISDIR);
    }

    @Override
    public int readAt(ByteBuffer target, long position) throws PosixException {
        throw new PosixException(Errno.EISDIR);
    }

    @Override
    public long position() {
        return 0;
    }
}
