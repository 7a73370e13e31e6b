package dev.ristretto.build.linker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The section header table of an ELF file in the making (System V gABI chapter 4), with the names of the sections. */
final class SectionHeaders {
    /** What a symbol table or the like says beyond other sections. */
    record Links(int link, int info, long entrySize) {
        static final Links NONE = new Links(0, 0, 0);
    }

    private record Header(int name, int type, long flags, long address, long offset, long size, Links links) {}

    private final List<Header> headers = new ArrayList<>();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();

    /** Starts with the null section, which every table has. */
    SectionHeaders() {
        add("", 0, 0, 0, 0, 0, Links.NONE);
    }

    /** Adds a header; returns its index. */
    int add(String name, int type, long flags, long address, long offset, long size, Links links) {
        headers.add(new Header(names.size(), type, flags, address, offset, size, links));
        names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        names.write(0);
        return headers.size() - 1;
    }

    /** Adds the parts of a layout that are not empty, in order, as they lie in the file or without their contents. */
    void addParts(Layout layout, ToLongFunction<OutputSection> offset, boolean withContent) {
        for (OutputSection part : OutputSymbols.sectionIndices(layout).keySet()) {
            Layout.Extent extent = layout.extent(part);
            long flags = Elf.SHF_ALLOC
                    | ((part.flags() & Elf.PF_W) != 0 ? Elf.SHF_WRITE : 0)
                    | ((part.flags() & Elf.PF_X) != 0 ? Elf.SHF_EXECINSTR : 0);
            int type = withContent && part.hasContent() ? Elf.SHT_PROGBITS : Elf.SHT_NOBITS;
            add(part.sectionName(), type, flags, extent.virtual(), offset.applyAsLong(part), extent.size(), Links.NONE);
        }
    }

    /** Adds a symbol table at an offset of the file and its strings behind it. */
    void addSymbols(OutputSymbols symbols, long offset) {
        int table = headers.size();
        add(
                ".symtab",
                Elf.SHT_SYMTAB,
                0,
                0,
                offset,
                symbols.table().length,
                new Links(table + 1, symbols.firstGlobal(), Elf.SYMBOL_SIZE));
        long strings = offset + symbols.table().length;
        add(".strtab", Elf.SHT_STRTAB, 0, 0, strings, symbols.strings().length, Links.NONE);
    }

    /** Adds the section of the names, which goes to an offset of the file; returns its bytes. Comes last. */
    byte[] addNames(long offset) {
        String own = ".shstrtab";
        add(own, Elf.SHT_STRTAB, 0, 0, offset, names.size() + own.length() + 1L, Links.NONE);
        return names.toByteArray();
    }

    /** How many there are; the last one holds the names. */
    int count() {
        return headers.size();
    }

    /** The table as it is in the file. */
    byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(headers.size() * Elf.SECTION_HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(Elf.SECTION_HEADER_SIZE);
        for (Header header : headers.subList(1, headers.size())) {
            bytes.putInt(header.name).putInt(header.type).putLong(header.flags);
            bytes.putLong(header.address).putLong(header.offset).putLong(header.size);
            bytes.putInt(header.links.link).putInt(header.links.info).putLong(1).putLong(header.links.entrySize);
        }
        return bytes.array();
    }

    /** Writes the header of an executable, to the beginning of a file. */
    void putFileHeader(ByteBuffer file, long entry, int programHeaders, long sectionHeadersOffset) {
        file.putInt(Elf.MAGIC)
                .put((byte) Elf.CLASS_64)
                .put((byte) Elf.LITTLE_ENDIAN)
                .put((byte) Elf.VERSION);
        file.position(16);
        file.putShort((short) Elf.TYPE_EXECUTABLE).putShort((short) Elf.MACHINE_X86_64);
        file.putInt(Elf.VERSION);
        file.putLong(entry).putLong(programHeaders == 0 ? 0 : Elf.HEADER_SIZE).putLong(sectionHeadersOffset);
        file.putInt(0).putShort((short) Elf.HEADER_SIZE).putShort((short) Elf.PROGRAM_HEADER_SIZE);
        file.putShort((short) programHeaders).putShort((short) Elf.SECTION_HEADER_SIZE);
        file.putShort((short) count()).putShort((short) (count() - 1));
    }
}
