package dev.ristretto.build.linker;

/**
 * One symbol of a relocatable object.
 *
 * @param name symbol name, empty for section symbols
 * @param binding {@code STB_*}
 * @param type {@code STT_*}
 * @param section index of the defining section in its object, or {@code SHN_UNDEF} or {@code SHN_ABS}
 * @param value offset in the section, or the value itself when absolute
 * @param size in bytes, 0 when unknown
 */
record Symbol(String name, int binding, int type, int section, long value, long size) {
    boolean defined() {
        return section != Elf.SHN_UNDEF;
    }

    boolean local() {
        return binding == Elf.STB_LOCAL;
    }

    boolean weak() {
        return binding == Elf.STB_WEAK;
    }
}
