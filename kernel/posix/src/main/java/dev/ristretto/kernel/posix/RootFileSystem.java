package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.FileSystem;

/**
 * Gives the file system that paths begin in. An interface of its own, asked only when a path is looked up, so that an
 * image whose program never does has no file system.
 */
@FunctionalInterface
public interface RootFileSystem {
    /** The file system, always the same one. */
    FileSystem root();
}
