package dev.ristretto.build.linker;

import java.nio.ByteBuffer;

/** The arithmetic of relocations (AMD64 supplement, table 4.9): S symbol, A addend, P address of the place. */
final class Relocator {
    private Relocator() {}

    /** A value does not fit its field. */
    static final class OverflowException extends Exception {
        private static final long serialVersionUID = 1L;

        OverflowException(long value) {
            super("0x" + Long.toHexString(value));
        }
    }

    /**
     * Writes the value of one relocation.
     *
     * @param content the bytes of the output, little endian
     * @param at index of the place in {@code content}
     * @throws OverflowException if the value does not fit
     * @throws IllegalArgumentException if the type is not supported
     */
    static void apply(int type, ByteBuffer content, int at, long symbol, long addend, long place)
            throws OverflowException {
        switch (type) {
            case Elf.R_X86_64_NONE -> {}
            case Elf.R_X86_64_64 -> content.putLong(at, symbol + addend);
            case Elf.R_X86_64_PC32, Elf.R_X86_64_PLT32 -> content.putInt(at, signed(symbol + addend - place));
            case Elf.R_X86_64_32S -> content.putInt(at, signed(symbol + addend));
            case Elf.R_X86_64_32 -> content.putInt(at, unsigned(symbol + addend));
            default -> throw new IllegalArgumentException(Elf.relocationName(type));
        }
    }

    /** The width in bytes of the field that a relocation type changes. */
    static int width(int type) {
        return switch (type) {
            case Elf.R_X86_64_NONE -> 0;
            case Elf.R_X86_64_64 -> 8;
            default -> 4;
        };
    }

    private static int signed(long value) throws OverflowException {
        if (value != (int) value) {
            throw new OverflowException(value);
        }
        return (int) value;
    }

    private static int unsigned(long value) throws OverflowException {
        if (value >>> 32 != 0) {
            throw new OverflowException(value);
        }
        return (int) value;
    }
}
