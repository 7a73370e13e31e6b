package dev.ristretto.image.linker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes headers, segments, symbols and section headers of an executable. */
final class ExecutableWriter {
    private static final long STACK_ALIGNMENT = 16;

    private final Layout layout;
    private final Map<Part, byte[]> contents;
    private final List<Layout.Placed> notes;
    private final OutputSymbols symbols;
    private final long entry;
    private final Map<Part, Long> offsets = new EnumMap<>(Part.class);

    /** Consecutive parts with the same permissions and the same distance of virtual and physical address. */
    private record Segment(Part first, Part last) {}

    ExecutableWriter(
            Layout layout, Map<Part, byte[]> contents, List<Layout.Placed> notes, OutputSymbols symbols, long entry) {
        this.layout = layout;
        this.contents = contents;
        this.notes = notes;
        this.symbols = symbols;
        this.entry = entry;
    }

    byte[] write() {
        List<Segment> segments = segments();
        int count = segments.size() + notes.size() + 1;
        int headers = Elf.HEADER_SIZE + count * Elf.PROGRAM_HEADER_SIZE;
        long end = placeContents(segments, headers);
        long tableOffset = Layout.alignUp(end, 8);
        long stringsOffset = tableOffset + symbols.table().length;
        ByteArrayOutputStream sectionNames = new ByteArrayOutputStream();
        ByteBuffer sectionHeaders = sectionHeaders(tableOffset, stringsOffset, sectionNames);
        long namesOffset = stringsOffset + symbols.strings().length;
        long sectionHeadersOffset = Layout.alignUp(namesOffset + sectionNames.size(), 8);
        long total = sectionHeadersOffset + sectionHeaders.limit();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(total)).order(ByteOrder.LITTLE_ENDIAN);
        putFileHeader(file, count, sectionHeadersOffset, sectionHeaders.limit());
        notes.forEach(note -> putNote(file, note));
        segments.forEach(segment -> putSegment(file, segment));
        putProgramHeader(file, Elf.PT_GNU_STACK, Elf.PF_R | Elf.PF_W, 0, 0, 0, 0, 0, STACK_ALIGNMENT);
        offsets.forEach((part, offset) -> file.put(Math.toIntExact(offset), contents.get(part)));
        file.put(Math.toIntExact(tableOffset), symbols.table());
        file.put(Math.toIntExact(stringsOffset), symbols.strings());
        file.put(Math.toIntExact(namesOffset), sectionNames.toByteArray());
        file.put(Math.toIntExact(sectionHeadersOffset), sectionHeaders.array());
        return file.array();
    }

    private List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (Part part : Part.values()) {
            if (layout.extent(part).size() == 0) {
                continue;
            }
            Segment previous = segments.isEmpty() ? null : segments.getLast();
            if (previous != null && previous.first.flags() == part.flags() && previous.first.low() == part.low()) {
                segments.set(segments.size() - 1, new Segment(previous.first, part));
            } else {
                segments.add(new Segment(part, part));
            }
        }
        return segments;
    }

    /** Offsets in the file are congruent to addresses modulo the page size, so a segment can be mapped as it is. */
    private long placeContents(List<Segment> segments, long end) {
        for (Segment segment : segments) {
            long start = layout.extent(segment.first).physical();
            long base = end + Math.floorMod(start - end, Layout.PAGE);
            for (Part part : Part.values()) {
                boolean inside = part.compareTo(segment.first) >= 0 && part.compareTo(segment.last) <= 0;
                if (inside && part.hasContent() && layout.extent(part).size() > 0) {
                    offsets.put(part, base + layout.extent(part).physical() - start);
                    end = offsets.get(part) + layout.extent(part).size();
                }
            }
        }
        return end;
    }

    private void putFileHeader(ByteBuffer file, int programHeaders, long sectionHeadersOffset, int sectionHeadersSize) {
        file.putInt(Elf.MAGIC)
                .put((byte) Elf.CLASS_64)
                .put((byte) Elf.LITTLE_ENDIAN)
                .put((byte) Elf.VERSION);
        file.position(16);
        int sections = sectionHeadersSize / Elf.SECTION_HEADER_SIZE;
        file.putShort((short) Elf.TYPE_EXECUTABLE).putShort((short) Elf.MACHINE_X86_64);
        file.putInt(Elf.VERSION).putLong(entry).putLong(Elf.HEADER_SIZE).putLong(sectionHeadersOffset);
        file.putInt(0).putShort((short) Elf.HEADER_SIZE).putShort((short) Elf.PROGRAM_HEADER_SIZE);
        file.putShort((short) programHeaders).putShort((short) Elf.SECTION_HEADER_SIZE);
        file.putShort((short) sections).putShort((short) (sections - 1));
    }

    private void putNote(ByteBuffer file, Layout.Placed note) {
        Layout.Extent extent = layout.extent(Part.BOOT_TEXT);
        long address = extent.physical() + note.offset();
        long offset = offsets.getOrDefault(Part.BOOT_TEXT, 0L) + note.offset();
        long size = note.section().size();
        putProgramHeader(
                file,
                Elf.PT_NOTE,
                Elf.PF_R,
                offset,
                address,
                address,
                size,
                size,
                note.section().alignment());
    }

    private void putSegment(ByteBuffer file, Segment segment) {
        Layout.Extent first = layout.extent(segment.first);
        long memory = layout.extent(segment.last).physicalEnd() - first.physical();
        long offset = offsets.getOrDefault(segment.first, 0L);
        long size = 0;
        for (Part part : offsets.keySet()) {
            if (part.compareTo(segment.first) >= 0 && part.compareTo(segment.last) <= 0) {
                size = layout.extent(part).physicalEnd() - first.physical();
            }
        }
        putProgramHeader(
                file,
                Elf.PT_LOAD,
                segment.first.flags(),
                offset,
                first.virtual(),
                first.physical(),
                size,
                memory,
                Layout.PAGE);
    }

    private static void putProgramHeader(
            ByteBuffer file,
            int type,
            int flags,
            long offset,
            long virtual,
            long physical,
            long fileSize,
            long memorySize,
            long alignment) {
        file.putInt(type).putInt(flags).putLong(offset).putLong(virtual).putLong(physical);
        file.putLong(fileSize).putLong(memorySize).putLong(alignment);
    }

    private ByteBuffer sectionHeaders(long tableOffset, long stringsOffset, ByteArrayOutputStream names) {
        int count = OutputSymbols.sectionIndices(layout).size() + 4;
        ByteBuffer headers =
                ByteBuffer.allocate(count * Elf.SECTION_HEADER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        headers.position(Elf.SECTION_HEADER_SIZE);
        names.write(0);
        for (Part part : OutputSymbols.sectionIndices(layout).keySet()) {
            Layout.Extent extent = layout.extent(part);
            long flags = Elf.SHF_ALLOC
                    | ((part.flags() & Elf.PF_W) != 0 ? Elf.SHF_WRITE : 0)
                    | ((part.flags() & Elf.PF_X) != 0 ? Elf.SHF_EXECINSTR : 0);
            int type = part.hasContent() ? Elf.SHT_PROGBITS : Elf.SHT_NOBITS;
            long offset = offsets.getOrDefault(part, 0L);
            putSectionHeader(
                    headers, names, part.sectionName(), type, flags, extent.virtual(), offset, extent.size(), 0, 0, 0);
        }
        int stringsIndex = count - 2;
        long namesOffset = stringsOffset + symbols.strings().length;
        putSectionHeader(
                headers,
                names,
                ".symtab",
                Elf.SHT_SYMTAB,
                0,
                0,
                tableOffset,
                symbols.table().length,
                stringsIndex,
                symbols.firstGlobal(),
                Elf.SYMBOL_SIZE);
        putSectionHeader(
                headers, names, ".strtab", Elf.SHT_STRTAB, 0, 0, stringsOffset, symbols.strings().length, 0, 0, 0);
        long namesSize = names.size() + ".shstrtab".length() + 1L;
        putSectionHeader(headers, names, ".shstrtab", Elf.SHT_STRTAB, 0, 0, namesOffset, namesSize, 0, 0, 0);
        return headers;
    }

    private static void putSectionHeader(
            ByteBuffer headers,
            ByteArrayOutputStream names,
            String name,
            int type,
            long flags,
            long address,
            long offset,
            long size,
            int link,
            int info,
            int entrySize) {
        headers.putInt(names.size())
                .putInt(type)
                .putLong(flags)
                .putLong(address)
                .putLong(offset)
                .putLong(size);
        headers.putInt(link).putInt(info).putLong(1).putLong(entrySize);
        names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        names.write(0);
    }
}
