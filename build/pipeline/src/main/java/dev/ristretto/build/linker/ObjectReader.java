package dev.ristretto.build.linker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parses ELF64 section headers, symbols and relocations; every offset and index in the file is checked before use. */
final class ObjectReader {
    private final String name;
    private final byte[] bytes;
    private final ByteBuffer file;
    private final List<Header> headers = new ArrayList<>();

    private record Header(
            String name, int type, long flags, long offset, long size, int link, int info, long alignment) {}

    ObjectReader(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
        this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    RelocatableObject read() {
        checkFileHeader();
        readHeaders();
        List<Symbol> symbols = readSymbols();
        List<List<Relocation>> relocations = readRelocations(symbols.size());
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            byte[] content = new byte[0];
            boolean loaded = (header.flags & Elf.SHF_ALLOC) != 0 && header.type != Elf.SHT_SYMTAB;
            if (loaded && header.type != Elf.SHT_NOBITS) {
                int start = position(header.offset, header.size, "section " + header.name);
                content = Arrays.copyOfRange(bytes, start, start + (int) header.size);
            }
            sections.add(new Section(
                    header.name,
                    header.type,
                    header.flags,
                    header.alignment,
                    header.size,
                    content,
                    List.copyOf(relocations.get(i))));
        }
        return new RelocatableObject(name, List.copyOf(sections), List.copyOf(symbols));
    }

    private void checkFileHeader() {
        if (bytes.length < Elf.HEADER_SIZE || file.getInt(0) != Elf.MAGIC) {
            throw bad("is not an ELF file");
        }
        if (bytes[4] != Elf.CLASS_64
                || bytes[5] != Elf.LITTLE_ENDIAN
                || file.getShort(16) != Elf.TYPE_RELOCATABLE
                || file.getShort(18) != Elf.MACHINE_X86_64) {
            throw bad("is not a relocatable 64-bit x86-64 object");
        }
    }

    private void readHeaders() {
        int count = Short.toUnsignedInt(file.getShort(60));
        int namesIndex = Short.toUnsignedInt(file.getShort(62));
        int table = position(file.getLong(40), (long) count * Elf.SECTION_HEADER_SIZE, "the section header table");
        if (count == 0 || namesIndex >= count) {
            throw bad("has no section names");
        }
        int namesHeader = table + namesIndex * Elf.SECTION_HEADER_SIZE;
        long namesOffset = file.getLong(namesHeader + 24);
        long namesSize = file.getLong(namesHeader + 32);
        position(namesOffset, namesSize, "the section names");
        for (int i = 0; i < count; i++) {
            int at = table + i * Elf.SECTION_HEADER_SIZE;
            long alignment = Math.max(1, file.getLong(at + 48));
            String sectionName = i == 0 ? "" : string(namesOffset, namesSize, file.getInt(at));
            if (Long.bitCount(alignment) != 1) {
                throw bad("has section " + sectionName + " with alignment " + alignment + ", not a power of two");
            }
            headers.add(new Header(
                    sectionName,
                    file.getInt(at + 4),
                    file.getLong(at + 8),
                    file.getLong(at + 24),
                    file.getLong(at + 32),
                    file.getInt(at + 40),
                    file.getInt(at + 44),
                    alignment));
        }
    }

    private List<Symbol> readSymbols() {
        List<Symbol> symbols = new ArrayList<>();
        for (Header header : headers) {
            if (header.type != Elf.SHT_SYMTAB) {
                continue;
            }
            if (!symbols.isEmpty()) {
                throw bad("has two symbol tables");
            }
            Header strings = header(header.link, "the symbol names");
            position(strings.offset, strings.size, "the symbol names");
            int start = position(header.offset, header.size, "the symbol table");
            for (int at = start; at + Elf.SYMBOL_SIZE <= start + header.size; at += Elf.SYMBOL_SIZE) {
                symbols.add(symbol(at, strings));
            }
        }
        return symbols;
    }

    private Symbol symbol(int at, Header strings) {
        int info = Byte.toUnsignedInt(bytes[at + 4]);
        int section = Short.toUnsignedInt(file.getShort(at + 6));
        String symbolName = string(strings.offset, strings.size, file.getInt(at));
        if (section == Elf.SHN_COMMON) {
            throw bad("has common symbol " + symbolName + "; define it in .bss");
        }
        if (section >= headers.size() && section != Elf.SHN_ABS) {
            throw bad("has symbol " + symbolName + " in section " + section + ", which does not exist");
        }
        return new Symbol(symbolName, info >>> 4, info & 15, section, file.getLong(at + 8), file.getLong(at + 16));
    }

    private List<List<Relocation>> readRelocations(int symbolCount) {
        List<List<Relocation>> bySection = new ArrayList<>();
        headers.forEach(header -> bySection.add(new ArrayList<>()));
        for (Header header : headers) {
            if (header.type == Elf.SHT_REL) {
                throw bad("has relocations without addends in " + header.name + "; only RELA is supported");
            }
            if (header.type != Elf.SHT_RELA) {
                continue;
            }
            Header target = header(header.info, header.name);
            List<Relocation> list = bySection.get(header.info);
            int start = position(header.offset, header.size, header.name);
            for (int at = start; at + Elf.RELOCATION_SIZE <= start + header.size; at += Elf.RELOCATION_SIZE) {
                Relocation relocation = new Relocation(
                        file.getLong(at), file.getInt(at + 8), file.getInt(at + 12), file.getLong(at + 16));
                if (relocation.symbol() < 0 || relocation.symbol() >= symbolCount) {
                    throw bad("has a relocation in " + target.name + " against symbol " + relocation.symbol()
                            + ", which does not exist");
                }
                list.add(relocation);
            }
        }
        return bySection;
    }

    private Header header(int index, String what) {
        if (index <= 0 || index >= headers.size()) {
            throw bad("refers to section " + index + " for " + what + ", which does not exist");
        }
        return headers.get(index);
    }

    private String string(long tableOffset, long tableSize, int offset) {
        if (offset < 0 || offset >= tableSize) {
            if (offset == 0) {
                return "";
            }
            throw bad("has a name outside its string table");
        }
        int start = Math.toIntExact(tableOffset) + offset;
        int limit = Math.toIntExact(tableOffset + tableSize);
        int end = start;
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private int position(long offset, long size, String what) {
        if (offset < 0 || size < 0 || offset > bytes.length || size > bytes.length - offset) {
            throw bad("is cut off: " + what + " lies outside the file");
        }
        return (int) offset;
    }

    private LinkException bad(String problem) {
        return new LinkException(name + " " + problem);
    }
}
