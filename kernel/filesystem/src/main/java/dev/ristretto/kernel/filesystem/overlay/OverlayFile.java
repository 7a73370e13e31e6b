package dev.ristretto.kernel.filesystem.overlay;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A regular file, whose contents are the lower file's until they change. Reading waits for no lock of this object. */
final class OverlayFile extends OverlayInode<RegularFile> implements RegularFile {
    private volatile RegularFile contents;

    OverlayFile(OverlayInodes inodes, long number, @Nullable RegularFile lower, RegularFile current) {
        super(inodes, number, lower, current);
        contents = current;
    }

    @Override
    RegularFile make(Directory directory, String name, RegularFile model) throws FileFault {
        return directory.createFile(name, model.permissions());
    }

    @Override
    public long size() {
        return contents.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileFault {
        return contents.read(position, target);
    }

    @Override
    public synchronized int write(long position, ByteBuffer source) throws FileFault {
        return writable(Long.MAX_VALUE).write(position, source);
    }

    @Override
    public synchronized long append(ByteBuffer source) throws FileFault {
        return writable(Long.MAX_VALUE).append(source);
    }

    @Override
    public synchronized void truncate(long size) throws FileFault {
        writable(size).truncate(size);
    }

    /** The upper file with the contents of this one, of which the first {@code kept} bytes matter. */
    private RegularFile writable(long kept) throws FileFault {
        RegularFile upper = upper();
        if (contents != upper) {
            CopyUp.copy(contents, upper, Math.min(kept, contents.size()));
            contents = upper;
        }
        return upper;
    }
}
