package dev.ristretto.build.linker;

import dev.ristretto.abi.AddressBases;

/**
 * The output sections of an executable in the order of their addresses.
 *
 * <p>Boot parts run before there are page tables: they are linked where they are loaded. All others run at
 * {@link AddressBases#IMAGE} above the physical address they are loaded at. Every part starts on its own page.
 */
public enum OutputSection {
    /** Entry point, the PVH note and constants for 32-bit code. */
    BOOT_TEXT(".boot", Elf.PF_R | Elf.PF_X, true, true),
    /** Descriptor tables and other initialised data of the boot code. */
    BOOT_DATA(".boot.data", Elf.PF_R | Elf.PF_W, true, true),
    /** First page tables and stack. */
    BOOT_BSS(".boot.bss", Elf.PF_R | Elf.PF_W, true, false),
    /** Compiled Java methods, assembly, stubs of missing natives. */
    TEXT(".text", Elf.PF_R | Elf.PF_X, false, true),
    /** Constants. */
    RODATA(".rodata", Elf.PF_R, false, true),
    /** The initial Java heap. */
    HEAP(".svm_heap", Elf.PF_R | Elf.PF_W, false, true),
    /** Initialised C-like globals. */
    DATA(".data", Elf.PF_R | Elf.PF_W, false, true),
    /** Zero-initialised C-like globals. */
    BSS(".bss", Elf.PF_R | Elf.PF_W, false, false);

    private final String sectionName;
    private final int flags;
    private final boolean low;
    private final boolean content;

    OutputSection(String sectionName, int flags, boolean low, boolean content) {
        this.sectionName = sectionName;
        this.flags = flags;
        this.low = low;
        this.content = content;
    }

    /** The section's name in the executable. */
    public String sectionName() {
        return sectionName;
    }

    /** Program header flags ({@code PF_*}). */
    int flags() {
        return flags;
    }

    /** Whether its virtual addresses are its physical ones. */
    boolean low() {
        return low;
    }

    /** Whether it takes room in the file. */
    boolean hasContent() {
        return content;
    }

    /** Where an input section goes, by name for boot code and the Java heap, by permissions for all others. */
    static OutputSection of(Section section, String object) {
        if (section.writable() && section.executable()) {
            throw new LinkException(object + ": section " + section.name() + " is writable and executable");
        }
        boolean boot = section.name().equals(".boot") || section.name().startsWith(".boot.");
        if (boot || section.type() == Elf.SHT_NOTE) {
            if (!section.hasContent()) {
                return BOOT_BSS;
            }
            return section.writable() ? BOOT_DATA : BOOT_TEXT;
        }
        if (section.name().equals(".svm_heap")) {
            return HEAP;
        }
        if (!section.hasContent()) {
            return BSS;
        }
        if (section.executable()) {
            return TEXT;
        }
        return section.writable() ? DATA : RODATA;
    }
}
