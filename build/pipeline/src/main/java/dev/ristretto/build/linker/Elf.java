package dev.ristretto.build.linker;

/** Constants of the ELF64 format (System V gABI chapters 4 and 5, and AMD64 supplement) that builds read or write. */
public final class Elf {
    /** The first four bytes of a file, as a little-endian number. */
    public static final int MAGIC = 0x464c457f;
    /** The fifth byte of a file of 64-bit addresses. */
    public static final int CLASS_64 = 2;
    /** The sixth byte of a file of little-endian numbers. */
    public static final int LITTLE_ENDIAN = 1;

    static final int VERSION = 1;
    static final int TYPE_RELOCATABLE = 1;
    /** A program at fixed addresses. */
    public static final int TYPE_EXECUTABLE = 2;
    /** A library, or a program at any address. */
    public static final int TYPE_SHARED = 3;
    /** Code for x86-64. */
    public static final int MACHINE_X86_64 = 62;

    /** Bytes of the header. */
    public static final int HEADER_SIZE = 64;
    /** Bytes of a program header. */
    public static final int PROGRAM_HEADER_SIZE = 56;

    static final int SECTION_HEADER_SIZE = 64;
    static final int SYMBOL_SIZE = 24;
    static final int RELOCATION_SIZE = 24;

    static final int SHT_PROGBITS = 1;
    static final int SHT_SYMTAB = 2;
    static final int SHT_STRTAB = 3;
    static final int SHT_RELA = 4;
    static final int SHT_NOTE = 7;
    static final int SHT_NOBITS = 8;
    static final int SHT_REL = 9;

    static final long SHF_WRITE = 1;
    static final long SHF_ALLOC = 2;
    static final long SHF_EXECINSTR = 4;

    static final int SHN_UNDEF = 0;
    static final int SHN_LORESERVE = 0xff00;
    static final int SHN_ABS = 0xfff1;
    static final int SHN_COMMON = 0xfff2;
    static final int SHN_XINDEX = 0xffff;

    static final int STB_LOCAL = 0;
    static final int STB_GLOBAL = 1;
    static final int STB_WEAK = 2;

    static final int STT_NOTYPE = 0;
    static final int STT_OBJECT = 1;
    static final int STT_FUNC = 2;
    static final int STT_SECTION = 3;
    static final int STT_FILE = 4;

    /** A part of the file that is loaded. */
    public static final int PT_LOAD = 1;
    /** What the loader links by. */
    public static final int PT_DYNAMIC = 2;
    /** The path of the loader. */
    public static final int PT_INTERP = 3;

    static final int PT_NOTE = 4;
    /** GNU extension: the rights of the stack that Linux makes (Linux Standard Base, program header types). */
    static final int PT_GNU_STACK = 0x6474e551;

    static final int PF_X = 1;
    static final int PF_W = 2;
    static final int PF_R = 4;

    /** Ends the dynamic section. */
    public static final int DT_NULL = 0;
    /** The name of a library that is needed. */
    public static final int DT_NEEDED = 1;
    /** The address of the names. */
    public static final int DT_STRTAB = 5;
    /** The bytes of the names. */
    public static final int DT_STRSZ = 10;
    /** Where the libraries of this file, and of those that it brings, are looked for first. */
    public static final int DT_RPATH = 15;
    /** Where the libraries of this file are looked for. */
    public static final int DT_RUNPATH = 29;

    static final int R_X86_64_NONE = 0;
    static final int R_X86_64_64 = 1;
    static final int R_X86_64_PC32 = 2;
    static final int R_X86_64_PLT32 = 4;
    static final int R_X86_64_32 = 10;
    static final int R_X86_64_32S = 11;

    private Elf() {}

    static String relocationName(int type) {
        return switch (type) {
            case R_X86_64_NONE -> "R_X86_64_NONE";
            case R_X86_64_64 -> "R_X86_64_64";
            case R_X86_64_PC32 -> "R_X86_64_PC32";
            case R_X86_64_PLT32 -> "R_X86_64_PLT32";
            case R_X86_64_32 -> "R_X86_64_32";
            case R_X86_64_32S -> "R_X86_64_32S";
            default -> "relocation type " + type;
        };
    }
}
