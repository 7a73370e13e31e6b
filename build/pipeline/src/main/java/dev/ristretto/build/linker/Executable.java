package dev.ristretto.build.linker;

import java.util.Map;
import java.util.SortedSet;

/**
 * A linked, bootable ELF64 executable.
 *
 * @param bytes the file
 * @param debugBytes an ELF file for debuggers: names and stack frames of all methods
 * @param entry physical address of the 32-bit entry point
 * @param loadedBytes memory it takes after loading, from first to last byte, zero-initialised parts included
 * @param partBytes size of each part in bytes
 * @param symbolBytes size of the symbol table in the file, which is not loaded
 * @param providedNatives Java natives (JNI names) that the kernel implements
 * @param missingNatives Java natives (JNI names) that the program can reach and nothing defines
 * @param missingFunctions other functions that the program can reach and nothing defines
 */
public record Executable(
        byte[] bytes,
        byte[] debugBytes,
        long entry,
        long loadedBytes,
        Map<OutputSection, Long> partBytes,
        long symbolBytes,
        SortedSet<String> providedNatives,
        SortedSet<String> missingNatives,
        SortedSet<String> missingFunctions) {}
