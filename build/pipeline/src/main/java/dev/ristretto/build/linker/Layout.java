package dev.ristretto.build.linker;

import dev.ristretto.abi.AddressBases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Gives every input section its address: parts in the order of {@link OutputSection}, inside a part in the order of the
 * objects.
 *
 * <p>Physical addresses are contiguous from {@link AddressBases#LOAD}; a part's virtual address is its physical one,
 * plus {@link AddressBases#IMAGE} unless it is a boot part. So memory that user programs expect for themselves stays
 * free, and code addresses stay positive, as SubstrateVM requires.
 */
final class Layout {
    /** Size of a page in bytes; parts with different permissions never share one. */
    static final long PAGE = 4096;

    private static final Set<String> DISCARDED = Set.of(".eh_frame", ".note.GNU-stack", ".note.gnu.property");

    /** A section and where it goes; {@code offset} counts from the start of its part. */
    record Placed(int object, int index, Section section, long offset) {}

    /** A part's extent; the physical address is the load address. */
    record Extent(long physical, long virtual, long size) {
        long virtualEnd() {
            return virtual + size;
        }

        long physicalEnd() {
            return physical + size;
        }
    }

    private final List<List<Placed>> placed = new ArrayList<>();
    private final Extent[] extents = new Extent[OutputSection.values().length];
    private final long[][] addresses;

    Layout(List<RelocatableObject> objects) {
        long[] sizes = new long[extents.length];
        long[] alignments = new long[extents.length];
        Arrays.fill(alignments, PAGE);
        for (int part = 0; part < extents.length; part++) {
            placed.add(new ArrayList<>());
        }
        for (int o = 0; o < objects.size(); o++) {
            List<Section> sections = objects.get(o).sections();
            for (int s = 1; s < sections.size(); s++) {
                Section section = sections.get(s);
                if (!kept(section)) {
                    continue;
                }
                OutputSection part = OutputSection.of(section, objects.get(o).name());
                int p = part.ordinal();
                long alignment = alignment(part, section);
                long offset = alignUp(sizes[p], alignment);
                placed.get(p).add(new Placed(o, s, section, offset));
                sizes[p] = offset + section.size();
                alignments[p] = Math.max(alignments[p], alignment);
            }
        }
        long physical = AddressBases.LOAD;
        for (OutputSection part : OutputSection.values()) {
            int p = part.ordinal();
            physical = alignUp(physical, alignments[p]);
            extents[p] = new Extent(physical, part.low() ? physical : AddressBases.IMAGE + physical, sizes[p]);
            physical += sizes[p];
        }
        addresses = addresses(objects);
    }

    private long[][] addresses(List<RelocatableObject> objects) {
        long[][] result = new long[objects.size()][];
        for (int o = 0; o < result.length; o++) {
            result[o] = new long[objects.get(o).sections().size()];
        }
        for (OutputSection part : OutputSection.values()) {
            for (Placed section : placed(part)) {
                result[section.object()][section.index()] = extent(part).virtual() + section.offset();
            }
        }
        return result;
    }

    /** The input sections of a part. */
    List<Placed> placed(OutputSection part) {
        return placed.get(part.ordinal());
    }

    Extent extent(OutputSection part) {
        return extents[part.ordinal()];
    }

    /** The virtual address of an input section, 0 if it is not part of the executable. */
    long address(int object, int section) {
        return addresses[object][section];
    }

    private static boolean kept(Section section) {
        boolean program = section.type() == Elf.SHT_PROGBITS
                || section.type() == Elf.SHT_NOBITS
                || section.type() == Elf.SHT_NOTE;
        return program && section.allocated() && !DISCARDED.contains(section.name());
    }

    /** The compiler aligns all its sections to 64 KiB; only the heap, which is mapped a second time, needs it. */
    private static long alignment(OutputSection part, Section section) {
        return part == OutputSection.HEAP ? section.alignment() : Math.min(section.alignment(), PAGE);
    }

    static long alignUp(long value, long alignment) {
        return (value + alignment - 1) & -alignment;
    }
}
