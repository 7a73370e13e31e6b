package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one file that are in memory for shared mappings, each of them once however many processes have it. Pages
 * are not writable until somebody writes to them, which is how changes are noticed; once written back they are not
 * again. For one thread at a time.
 */
final class SharedPages {
    private static final int PAGE = (int) UserSpace.PAGE;

    private final TreeMap<Long, SharedPage> pages = new TreeMap<>();
    private final byte[] content = new byte[PAGE];
    private int mappings;

    /** Another mapping has the file. */
    void retain() {
        mappings++;
    }

    /** A mapping less has it; whether that was the last one. */
    boolean release() {
        return --mappings == 0;
    }

    /** Where a page is in memory; null if it is not. */
    @Nullable
    PagePlace existing(long index) {
        SharedPage page = pages.get(index);
        return page == null ? null : page.places().getFirst();
    }

    /** A page is now in memory at an address. */
    void add(long index, MemoryHome home, long address) {
        pages.computeIfAbsent(index, _ -> new SharedPage()).add(home, address);
    }

    /** Another process has all pages of an area that one has, at the same addresses. */
    void copied(MemoryArea area, MemoryHome from, MemoryHome to) {
        for (Map.Entry<Long, SharedPage> entry : within(area, area.start(), area.end())) {
            long address = addressIn(area, entry.getKey());
            if (entry.getValue().isAt(from, address)) {
                entry.getValue().add(to, address);
            }
        }
    }

    /** Lets a program write to a page of an area that is in memory. */
    void makeWritable(MemoryHome home, MemoryArea area, long address) {
        SharedPage page = pages.get(area.indexOf(address));
        if (page != null) {
            page.setWriter(area.file());
            home.space().protectShared(address, PAGE, area.access());
        }
    }

    /** A range of an area loses its pages; those written to are written back before. */
    void forget(MemoryHome home, MemoryArea area, long start, long end) {
        for (Map.Entry<Long, SharedPage> entry : within(area, start, end)) {
            long address = addressIn(area, entry.getKey());
            SharedPage page = entry.getValue();
            if (page.isAt(home, address)) {
                try {
                    writeBack(entry.getKey(), page);
                } catch (PosixException e) {
                    // As with Linux whoever unmaps is not told: msync is for those who want to know.
                    page.setWriter(null);
                }
                page.remove(home, address);
                if (page.places().isEmpty()) {
                    pages.remove(entry.getKey());
                }
            }
        }
    }

    /** The pages of a range of an area are elsewhere now. */
    void move(MemoryHome home, MemoryArea area, long start, long end, long to) {
        for (Map.Entry<Long, SharedPage> entry : within(area, start, end)) {
            long address = addressIn(area, entry.getKey());
            entry.getValue().move(home, address, address - start + to);
        }
    }

    /** Writes back what was changed of a range of an area. */
    void writeBack(MemoryArea area, long start, long end) throws PosixException {
        for (Map.Entry<Long, SharedPage> entry : within(area, start, end)) {
            writeBack(entry.getKey(), entry.getValue());
        }
    }

    /** Writes back what was changed of a range of the file. */
    void writeBackBytes(long position, long length) throws PosixException {
        for (Map.Entry<Long, SharedPage> entry : withBytes(position, length)) {
            writeBack(entry.getKey(), entry.getValue());
        }
    }

    private void writeBack(long index, SharedPage page) throws PosixException {
        MappedFile file = page.writer();
        if (file == null) {
            return;
        }
        // First nobody may write any more: what comes later is noticed anew.
        for (PagePlace place : page.places()) {
            place.protect(place.access(false));
        }
        page.setWriter(null);
        try {
            int length = Math.clamp(file.size() - index * PAGE, 0, PAGE);
            read(page.places().getFirst(), content);
            if (length > 0 && file.write(index * PAGE, content, length) < length) {
                throw new PosixException(Errno.ENOSPC);
            }
        } catch (PosixException e) {
            page.setWriter(file);
            throw e;
        }
    }

    /** Somebody wrote to the file itself: pages in memory have that too. */
    void overwrite(long position, byte[] source, int offset, int length) {
        for (Map.Entry<Long, SharedPage> entry : withBytes(position, length)) {
            long start = entry.getKey() * PAGE;
            long from = Math.max(position, start);
            int count = (int) (Math.min(position + length, start + PAGE) - from);
            put(entry.getValue(), from - start, source, offset + (int) (from - position), count);
        }
    }

    /** The file ends here now: pages behind are gone, and behind the end there are zeros. */
    void truncate(long size) {
        long firstBehind = (size + PAGE - 1) / PAGE;
        for (SharedPage page : pages.tailMap(firstBehind, true).values()) {
            for (PagePlace place : page.places()) {
                place.home().space().release(place.address(), PAGE);
            }
        }
        pages.tailMap(firstBehind, true).clear();
        int within = (int) (size & PAGE - 1);
        SharedPage last = pages.get(size / PAGE);
        if (last != null) {
            put(last, within, new byte[PAGE - within], 0, PAGE - within);
        }
    }

    private void put(SharedPage page, long within, byte[] source, int offset, int count) {
        PagePlace place = page.places().getFirst();
        place.protect(PageAccess.READ | PageAccess.WRITE);
        place.home().space().write(place.address() + within, source, offset, count);
        place.protect(place.access(page.writer() != null));
    }

    private static void read(PagePlace place, byte[] target) {
        place.protect(PageAccess.READ);
        place.home().space().read(place.address(), target, 0, PAGE);
        place.protect(place.access(false));
    }

    private static long addressIn(MemoryArea area, long index) {
        return area.start() + (index * PAGE - area.offset());
    }

    private List<Map.Entry<Long, SharedPage>> within(MemoryArea area, long start, long end) {
        return between(area.indexOf(start), area.indexOf(end));
    }

    private List<Map.Entry<Long, SharedPage>> withBytes(long position, long length) {
        long behind = position > Long.MAX_VALUE - PAGE - length ? Long.MAX_VALUE : position + length + PAGE - 1;
        return between(position / PAGE, behind / PAGE);
    }

    private List<Map.Entry<Long, SharedPage>> between(long first, long behind) {
        // A copy: entries of a map that loses some of its own are not to be kept.
        List<Map.Entry<Long, SharedPage>> entries = new ArrayList<>();
        pages.subMap(first, behind).forEach((index, page) -> entries.add(Map.entry(index, page)));
        return entries;
    }
}
