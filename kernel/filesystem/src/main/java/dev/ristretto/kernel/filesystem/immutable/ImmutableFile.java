package dev.ristretto.kernel.filesystem.immutable;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;

/** A regular file that is never changed. */
public interface ImmutableFile extends RegularFile {
    @Override
    default int write(long position, ByteBuffer source) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default long append(ByteBuffer source) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default void truncate(long size) throws FileFault {
        throw ImmutableInode.readOnly();
    }
}
