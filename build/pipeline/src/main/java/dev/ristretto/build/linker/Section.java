package dev.ristretto.build.linker;

import java.util.List;

/**
 * One section of a relocatable object.
 *
 * @param name section name, for example {@code .text}
 * @param type {@code SHT_*}
 * @param flags {@code SHF_*}
 * @param alignment in bytes, a power of two
 * @param size in bytes
 * @param content the bytes, empty for {@code SHT_NOBITS}; owned by the object, not to be changed
 * @param relocations to be applied to the content once addresses are known
 */
record Section(
        String name, int type, long flags, long alignment, long size, byte[] content, List<Relocation> relocations) {
    boolean allocated() {
        return (flags & Elf.SHF_ALLOC) != 0;
    }

    boolean executable() {
        return (flags & Elf.SHF_EXECINSTR) != 0;
    }

    boolean writable() {
        return (flags & Elf.SHF_WRITE) != 0;
    }

    boolean hasContent() {
        return type != Elf.SHT_NOBITS;
    }
}
