package dev.ristretto.build.linker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A relocatable ELF64 x86-64 object in memory. Immutable by convention (contents are shared, not copied).
 *
 * @param name how errors call it, usually the file name
 * @param sections by ELF section index; index 0 is the empty section
 * @param symbols by ELF symbol index; index 0 is the undefined symbol
 */
public record RelocatableObject(String name, List<Section> sections, List<Symbol> symbols) {
    /**
     * Reads an object file.
     *
     * @throws LinkException if the file is no well-formed relocatable ELF64 x86-64 object
     * @throws IOException if it cannot be read
     */
    public static RelocatableObject read(Path file) throws IOException {
        return read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }

    /**
     * Reads an object from memory.
     *
     * @param name how errors call it
     * @throws LinkException if the bytes are no well-formed relocatable ELF64 x86-64 object
     */
    public static RelocatableObject read(String name, byte[] bytes) {
        return new ObjectReader(name, bytes).read();
    }

    /** The names of what this object offers to others, in order. */
    public List<String> exports() {
        return symbols.stream()
                .filter(symbol -> symbol.defined() && !symbol.local())
                .map(Symbol::name)
                .sorted()
                .toList();
    }
}
