package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Directory;
import java.nio.ByteBuffer;

/** An open directory: it can be looked at, but has no bytes. */
final class OpenDirectory extends InodeFile {
    OpenDirectory(Directory directory) {
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
