package dev.ristretto.kernel.filesystem.immutable;

import dev.ristretto.kernel.filesystem.FileFault;
import org.jspecify.annotations.Nullable;

/** What {@link dev.ristretto.kernel.filesystem.Inode} asks of files of all kinds, where they are never changed. */
public abstract class ImmutableInode {
    public final void setPermissions(int bits, long now) throws FileFault {
        throw readOnly();
    }

    public final void setOwner(int user, int group, long now) throws FileFault {
        throw readOnly();
    }

    public final void setTimes(long accessTime, long modificationTime, long now) throws FileFault {
        throw readOnly();
    }

    public final void setAttribute(String name, byte @Nullable [] value, long now) throws FileFault {
        throw readOnly();
    }

    /** Nothing goes while it is used, since nothing goes at all. */
    public final void open() {}

    public final void close() {}

    public final void sync() {}

    static FileFault readOnly() {
        return new FileFault(FileFault.Reason.READ_ONLY, "a file system that is never changed");
    }
}
