package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The areas of a process by their addresses; none overlap. It knows of no pages. For one thread at a time. */
final class AreaMap {
    /** As many as Linux allows unless told otherwise (vm.max_map_count). */
    static final int MOST_AREAS = 65530;

    private final TreeMap<Long, MemoryArea> areas = new TreeMap<>();

    Collection<MemoryArea> all() {
        return areas.values();
    }

    /** All bytes of them, whether there are pages or not. */
    long bytes() {
        long bytes = 0;
        for (MemoryArea area : areas.values()) {
            bytes += area.bytes();
        }
        return bytes;
    }

    /** The area that an address is in. */
    @Nullable
    MemoryArea at(long address) {
        MemoryArea area = before(address + 1);
        return area != null && address < area.end() ? area : null;
    }

    /** The last area that starts before an address. */
    @Nullable
    MemoryArea before(long address) {
        Map.Entry<Long, MemoryArea> entry = areas.lowerEntry(address);
        return entry == null ? null : entry.getValue();
    }

    /** The first area that starts at an address or behind it. */
    @Nullable
    MemoryArea from(long address) {
        Map.Entry<Long, MemoryArea> entry = areas.ceilingEntry(address);
        return entry == null ? null : entry.getValue();
    }

    /** The areas that have any address of a range. */
    List<MemoryArea> overlapping(long start, long end) {
        List<MemoryArea> found = new ArrayList<>();
        MemoryArea first = at(start);
        if (first != null && first.start() < start) {
            found.add(first);
        }
        if (start < end) {
            found.addAll(areas.subMap(start, end).values());
        }
        return found;
    }

    boolean isFree(long start, long end) {
        MemoryArea last = before(end);
        return last == null || last.end() <= start;
    }

    /** What is to be done with the part of an area that lies in a range. */
    interface PartAction {
        void accept(MemoryArea area, long from, long to) throws PosixException;
    }

    /** Does something with all parts of a range; ENOMEM if there are holes, when the rest is done. */
    void forEach(long start, long end, PartAction action) throws PosixException {
        long covered = start;
        boolean holes = false;
        for (MemoryArea area : overlapping(start, end)) {
            holes |= area.start() > covered;
            covered = Math.min(end, area.end());
            action.accept(area, Math.max(start, area.start()), covered);
        }
        if (holes || covered < end) {
            throw new PosixException(Errno.ENOMEM);
        }
    }

    /** Up to where, from {@code start} on and at most to {@code end}, there is no hole. */
    long coveredUpTo(long start, long end) {
        long covered = start;
        while (covered < end) {
            MemoryArea area = at(covered);
            if (area == null) {
                return covered;
            }
            covered = area.end();
        }
        return end;
    }

    /** Sees to it that there can be so many more areas; ENOMEM otherwise. */
    void checkRoom(int more) throws PosixException {
        if (areas.size() > MOST_AREAS - more) {
            throw new PosixException(Errno.ENOMEM);
        }
    }

    /** How many areas more there will be when those at the ends of a range are split. */
    int splits(long start, long end) {
        return (isInside(start) ? 1 : 0) + (isInside(end) ? 1 : 0);
    }

    private boolean isInside(long address) {
        MemoryArea area = at(address);
        return area != null && area.start() < address;
    }

    /** Splits areas at both ends of a range; those that then lie in it. */
    List<MemoryArea> isolate(long start, long end) {
        split(start);
        split(end);
        return overlapping(start, end);
    }

    private void split(long address) {
        MemoryArea area = at(address);
        if (area != null && area.start() < address) {
            retain(area);
            areas.put(area.start(), area.upTo(address));
            areas.put(address, area.from(address));
        }
    }

    /** Adds an area where none is. */
    void add(MemoryArea area) {
        retain(area);
        areas.put(area.start(), area);
    }

    /** Takes an area out; what is behind it, if no other area has that any more. */
    @Nullable
    Backing remove(MemoryArea area) {
        areas.remove(area.start());
        Backing backing = area.backing();
        return backing != null && backing.release() ? backing : null;
    }

    /** Puts an area with the same behind it in the place of another. */
    void replace(MemoryArea area, MemoryArea other) {
        areas.remove(area.start());
        areas.put(other.start(), other);
    }

    /** Makes one of neighbours that could as well be one, in a range and at its ends. */
    void join(long start, long end) {
        MemoryArea area = before(start);
        if (area == null) {
            area = from(start);
        }
        while (area != null && area.end() <= end) {
            MemoryArea next = from(area.end());
            if (next != null && area.goesOnIn(next)) {
                areas.remove(next.start());
                if (next.backing() != null) {
                    next.backing().release();
                }
                area = area.upTo(next.end());
                areas.put(area.start(), area);
            } else {
                area = next;
            }
        }
    }

    private static void retain(MemoryArea area) {
        if (area.backing() != null) {
            area.backing().retain();
        }
    }
}
