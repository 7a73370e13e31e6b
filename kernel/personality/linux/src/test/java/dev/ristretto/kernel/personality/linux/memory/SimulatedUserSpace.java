package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Memory of programs without a processor: pages with rights, kept in a table. It holds whoever uses it to the rules of
 * {@link UserSpace}: a broken one is an {@link IllegalStateException}. As on the processor, whatever may be touched at
 * all may be read.
 */
public final class SimulatedUserSpace implements UserSpace {
    private static final class Page {
        private final byte[] content;
        private final int access;
        private final boolean shared;

        Page(byte[] content, int access, boolean shared) {
            this.content = content;
            this.access = access;
            this.shared = shared;
        }
    }

    private final TreeMap<Long, Page> pages = new TreeMap<>();
    private final long capacity;
    private final Supplier<UserContext> contexts;

    /** A space of 64 MiB without contexts of threads. */
    public SimulatedUserSpace() {
        this(64 << 20, () -> {
            throw new UnsupportedOperationException("no contexts here");
        });
    }

    /** A space that has so many bytes to give to programs, and contexts that somebody else makes. */
    public SimulatedUserSpace(long capacity, Supplier<UserContext> contexts) {
        this.capacity = capacity;
        this.contexts = contexts;
    }

    @Override
    public synchronized boolean back(long page, int access, byte[] content, int length) {
        checkFree(page);
        if (length < 0 || length > PAGE) {
            throw new IllegalStateException("a page of " + length + " bytes");
        }
        if (freeBytes() < PAGE) {
            return false;
        }
        byte[] fresh = new byte[(int) PAGE];
        System.arraycopy(content, 0, fresh, 0, length);
        pages.put(page, new Page(fresh, access, false));
        return true;
    }

    @Override
    public synchronized boolean share(long page, UserSpace owner, long existingPage, int access) {
        checkFree(page);
        SimulatedUserSpace other = (SimulatedUserSpace) owner;
        Page found = other.existing(existingPage);
        other.pages.put(existingPage, new Page(found.content, found.access, true));
        pages.put(page, new Page(found.content, access, true));
        return true;
    }

    @Override
    public synchronized boolean shareWith(UserSpace other, long start, long bytes, boolean copied) {
        checkRange(start, bytes);
        SimulatedUserSpace receiver = (SimulatedUserSpace) other;
        pages.subMap(start, start + bytes).forEach((page, mine) -> {
            Page given = new Page(mine.content, copied ? mine.access & ~PageAccess.WRITE : mine.access, true);
            receiver.checkFree(page);
            receiver.pages.put(page, given);
        });
        int kept = copied ? ~PageAccess.WRITE : ~0;
        pages.subMap(start, start + bytes).replaceAll((_, page) -> new Page(page.content, page.access & kept, true));
        return true;
    }

    @Override
    public synchronized boolean own(long page, int access) {
        Page found = existing(page);
        if (!found.shared) {
            pages.put(page, new Page(found.content, access, false));
            return true;
        }
        if (freeBytes() < PAGE) {
            return false;
        }
        pages.put(page, new Page(existing(page).content.clone(), access, false));
        return true;
    }

    @Override
    public UserSpace newSpace() {
        return new SimulatedUserSpace(capacity, contexts);
    }

    @Override
    public synchronized void close() {
        pages.clear();
    }

    @Override
    public synchronized boolean isBacked(long page) {
        checkRange(page, PAGE);
        return pages.containsKey(page);
    }

    @Override
    public synchronized void protect(long start, long bytes, int access) {
        checkRange(start, bytes);
        pages.subMap(start, start + bytes)
                .replaceAll((_, page) ->
                        new Page(page.content, page.shared ? access & ~PageAccess.WRITE : access, page.shared));
    }

    @Override
    public synchronized void protectShared(long start, long bytes, int access) {
        checkRange(start, bytes);
        pages.subMap(start, start + bytes).replaceAll((_, page) -> new Page(page.content, access, page.shared));
    }

    @Override
    public synchronized void release(long start, long bytes) {
        checkRange(start, bytes);
        pages.subMap(start, start + bytes).clear();
    }

    @Override
    public synchronized boolean move(long from, long bytes, long to) {
        checkRange(from, bytes);
        checkRange(to, bytes);
        if (from < to + bytes && to < from + bytes) {
            throw new IllegalStateException("moves to where it is: " + Long.toHexString(from));
        }
        if (freeBytes() < PAGE) {
            return false;
        }
        Map<Long, Page> moved = new HashMap<>(pages.subMap(from, from + bytes));
        release(from, bytes);
        moved.forEach((page, found) -> {
            checkFree(page - from + to);
            pages.put(page - from + to, found);
        });
        return true;
    }

    @Override
    public synchronized int read(long address, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            long at = address + done;
            Page page = pages.get(at & -PAGE);
            if (page == null || page.access == PageAccess.NONE) {
                break;
            }
            int step = stepWithinPage(at, length - done);
            System.arraycopy(page.content, (int) (at & PAGE - 1), target, offset + done, step);
            done += step;
        }
        return done;
    }

    @Override
    public synchronized int write(long address, byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            long at = address + done;
            Page page = pages.get(at & -PAGE);
            if (page == null || (page.access & PageAccess.WRITE) == 0) {
                break;
            }
            int step = stepWithinPage(at, length - done);
            System.arraycopy(source, offset + done, page.content, (int) (at & PAGE - 1), step);
            done += step;
        }
        return done;
    }

    private static int stepWithinPage(long at, int left) {
        return (int) Math.min(PAGE - (at & PAGE - 1), left);
    }

    @Override
    public synchronized long compareAndExchange(long address, int expected, int value) {
        if ((address & 3) != 0) {
            throw new IllegalStateException("no multiple of four: " + Long.toHexString(address));
        }
        Page page = pages.get(address & -PAGE);
        if (page == null || (page.access & PageAccess.WRITE) == 0) {
            return -1;
        }
        ByteBuffer content = ByteBuffer.wrap(page.content).order(ByteOrder.LITTLE_ENDIAN);
        int found = content.getInt((int) (address & PAGE - 1));
        if (found == expected) {
            content.putInt((int) (address & PAGE - 1), value);
        }
        return Integer.toUnsignedLong(found);
    }

    @Override
    public synchronized long bytes() {
        Set<byte[]> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        pages.values().forEach(page -> distinct.add(page.content));
        return distinct.size() * PAGE;
    }

    @Override
    public synchronized long freeBytes() {
        // Shared pages are counted once each, which is right for the limit and cheap enough to ask at every page.
        return capacity - pages.size() * PAGE;
    }

    @Override
    public UserContext newContext() {
        return contexts.get();
    }

    /** What may be done with a page, bits of {@link PageAccess}; -1 if there is none. */
    public synchronized int access(long page) {
        Page found = pages.get(page);
        return found == null ? -1 : found.access;
    }

    /** The pages that are there, by their addresses, with what may be done with each. */
    public synchronized SortedMap<Long, Integer> accesses() {
        TreeMap<Long, Integer> accesses = new TreeMap<>();
        pages.forEach((page, found) -> accesses.put(page, found.access));
        return accesses;
    }

    private Page existing(long page) {
        Page found = pages.get(page);
        if (found == null) {
            throw new IllegalStateException("no page at " + Long.toHexString(page));
        }
        return found;
    }

    private void checkFree(long page) {
        checkRange(page, PAGE);
        if (pages.containsKey(page)) {
            throw new IllegalStateException("a page is already at " + Long.toHexString(page));
        }
    }

    private static void checkRange(long start, long bytes) {
        if ((start & PAGE - 1) != 0 || (bytes & PAGE - 1) != 0 || !UserSpace.isAllowed(start, bytes)) {
            throw new IllegalStateException(
                    "no range for programs: " + Long.toHexString(start) + " of " + Long.toHexString(bytes));
        }
    }
}
