package dev.ristretto.build.linker;

/**
 * A place in a section that depends on the address of a symbol.
 *
 * @param offset of the place in its section, in bytes
 * @param type {@code R_X86_64_*}
 * @param symbol index of the symbol in the object
 * @param addend constant to add
 */
record Relocation(long offset, int type, int symbol, long addend) {}
