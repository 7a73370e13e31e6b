package dev.ristretto.kernel.filesystem.immutable;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;

/** A directory that is never changed. */
public interface ImmutableDirectory extends Directory {
    @Override
    default RegularFile createFile(String name, int permissions) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default Directory createDirectory(String name, int permissions) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default SymbolicLink createSymbolicLink(String name, String target) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default SpecialFile createSpecial(String name, FileKind kind, int device, int permissions) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default void link(String name, Inode existing) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default void remove(String name) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default void removeDirectory(String name) throws FileFault {
        throw ImmutableInode.readOnly();
    }

    @Override
    default void rename(String name, Directory target, String newName, boolean replace) throws FileFault {
        throw ImmutableInode.readOnly();
    }
}
