package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.posix.PosixException;

/** The files that programs can be started from. */
@FunctionalInterface
public interface ExecutableFiles {
    /**
     * Opens a file for reading, if it may be executed. When the program is loaded its mappings hold the file: whoever
     * opened it may then close it.
     *
     * @throws PosixException ENOENT, ENOTDIR, ELOOP if the path leads nowhere, EACCES if it may not be executed
     */
    MappedFile open(String path) throws PosixException;
}
