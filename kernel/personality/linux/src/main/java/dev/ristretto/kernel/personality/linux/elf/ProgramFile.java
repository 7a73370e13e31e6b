package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.posix.PosixException;

/**
 * A file with a program in it.
 *
 * @param file the file
 * @param image what it says of itself
 */
public record ProgramFile(MappedFile file, ElfImage image) {
    static ProgramFile read(MappedFile file) throws PosixException {
        return new ProgramFile(file, ElfImage.read(file));
    }
}
