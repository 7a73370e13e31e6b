package dev.ristretto.kernel.filesystem.erofs;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.immutable.ImmutableFile;
import java.nio.ByteBuffer;

/** A regular file. */
final class ErofsFile extends ErofsInode implements ImmutableFile {
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
}
