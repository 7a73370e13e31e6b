package dev.ristretto.kernel.filesystem.erofs;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;

/** A regular file. */
final class ErofsFile extends ErofsInode implements RegularFile {
    ErofsFile(ErofsImage image, long number, Head head) {
        super(image, number, head);
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileFault {
        if (position >= size()) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), size() - position);
        readContents(position, target, count);
        return count;
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileFault {
        throw readOnly();
    }

    @Override
    public long append(ByteBuffer source) throws FileFault {
        throw readOnly();
    }

    @Override
    public void truncate(long size) throws FileFault {
        throw readOnly();
    }
}
