package dev.ristretto.build.linker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes headers, segments, symbols and section headers of an executable. */
final class ExecutableWriter {
    private static final long STACK_ALIGNMENT = 16;

    private final Layout layout;
    private final Map<OutputSection, byte[]> contents;
    private final List<Layout.Placed> notes;
    private final OutputSymbols symbols;
    private final long entry;
    private final Map<OutputSection, Long> offsets = new EnumMap<>(OutputSection.class);

    /** Consecutive parts with the same permissions and the same distance of virtual and physical address. */
    private record Segment(OutputSection first, OutputSection last) {}

    ExecutableWriter(
            Layout layout,
            Map<OutputSection, byte[]> contents,
            List<Layout.Placed> notes,
            OutputSymbols symbols,
            long entry) {
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
        long symbolsOffset = Layout.alignUp(end, 8);
        long namesOffset = symbolsOffset + symbols.bytes();
        SectionHeaders sections = new SectionHeaders();
        sections.addParts(layout, part -> offsets.getOrDefault(part, 0L), true);
        sections.addSymbols(symbols, symbolsOffset);
        byte[] names = sections.addNames(namesOffset);
        byte[] table = sections.bytes();
        long tableOffset = Layout.alignUp(namesOffset + names.length, 8);
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(tableOffset + table.length)).order(ByteOrder.LITTLE_ENDIAN);
        sections.putFileHeader(file, entry, count, tableOffset);
        notes.forEach(note -> putNote(file, note));
        segments.forEach(segment -> putSegment(file, segment));
        putProgramHeader(file, Elf.PT_GNU_STACK, Elf.PF_R | Elf.PF_W, 0, 0, 0, 0, 0, STACK_ALIGNMENT);
        offsets.forEach((part, offset) -> file.put(Math.toIntExact(offset), contents.get(part)));
        file.put(Math.toIntExact(symbolsOffset), symbols.table());
        file.put(Math.toIntExact(symbolsOffset) + symbols.table().length, symbols.strings());
        file.put(Math.toIntExact(namesOffset), names);
        file.put(Math.toIntExact(tableOffset), table);
        return file.array();
    }

    private List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (OutputSection part : OutputSection.values()) {
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
            for (OutputSection part : OutputSection.values()) {
                boolean inside = part.compareTo(segment.first) >= 0 && part.compareTo(segment.last) <= 0;
                if (inside && part.hasContent() && layout.extent(part).size() > 0) {
                    offsets.put(part, base + layout.extent(part).physical() - start);
                    end = offsets.get(part) + layout.extent(part).size();
                }
            }
        }
        return end;
    }

    private void putNote(ByteBuffer file, Layout.Placed note) {
        Layout.Extent extent = layout.extent(OutputSection.BOOT_TEXT);
        long address = extent.physical() + note.offset();
        long offset = offsets.getOrDefault(OutputSection.BOOT_TEXT, 0L) + note.offset();
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
        for (OutputSection part : offsets.keySet()) {
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
}
