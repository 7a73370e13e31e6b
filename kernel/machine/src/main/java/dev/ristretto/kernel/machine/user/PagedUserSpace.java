package dev.ristretto.kernel.machine.user;

import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.memory.UserPages;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The memory of the programs of this machine, in the address space that they share with the kernel. */
public final class PagedUserSpace implements UserSpace {
    private final AtomicLong pages = new AtomicLong();

    /** How many addresses have a page, of pages that several have had. */
    private final Map<Long, Integer> shared = new HashMap<>();

    private PagedUserSpace() {}

    /** Lets programs run in ring 3; to be called once, where the machine is no process of another system. */
    public static PagedUserSpace start() {
        Cpu.startUserMode();
        return new PagedUserSpace();
    }

    @Override
    public boolean back(long page, int access, byte[] content, int length) {
        Objects.checkFromIndexSize(0, length, Math.min(content.length, (int) PAGE));
        requireAllowed(page, PAGE);
        boolean done = UserPages.back(page, access, content, length);
        if (done) {
            pages.incrementAndGet();
        }
        return done;
    }

    @Override
    public boolean share(long page, long existing, int access) {
        requireAllowed(page, PAGE);
        requireAllowed(existing, PAGE);
        synchronized (shared) {
            long physical = UserPages.physical(existing);
            shared.putIfAbsent(physical, 1);
            boolean done = UserPages.share(page, existing, access);
            if (done) {
                shared.merge(physical, 1, Integer::sum);
            }
            return done;
        }
    }

    @Override
    public boolean isBacked(long page) {
        return UserSpace.isAllowed(page, PAGE) && UserPages.physical(page) != 0;
    }

    @Override
    public void protect(long start, long bytes, int access) {
        requireAllowed(start, bytes);
        UserPages.protect(start, start + bytes, access);
    }

    @Override
    public void release(long start, long bytes) {
        requireAllowed(start, bytes);
        long[] count = {0, start};
        while (count[1] < start + bytes) {
            long physical = UserPages.release(count[1], start + bytes, count);
            pages.addAndGet(-count[0]);
            if (physical != UserPages.DONE) {
                drop(physical);
            }
        }
    }

    private void drop(long physical) {
        synchronized (shared) {
            if (shared.merge(physical, -1, Integer::sum) == 0) {
                shared.remove(physical);
                pages.decrementAndGet();
                UserPages.free(physical);
            }
        }
    }

    @Override
    public boolean move(long from, long bytes, long to) {
        requireAllowed(from, bytes);
        requireAllowed(to, bytes);
        return UserPages.move(from, bytes, to);
    }

    @Override
    public int read(long address, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        int done = 0;
        while (done < length) {
            int step = step(address + done, length - done);
            if (step == 0 || !UserPages.read(address + done, target, offset + done, step)) {
                break;
            }
            done += step;
        }
        return done;
    }

    @Override
    public int write(long address, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        int done = 0;
        while (done < length) {
            int step = step(address + done, length - done);
            if (step == 0 || !UserPages.write(address + done, source, offset + done, step)) {
                break;
            }
            done += step;
        }
        return done;
    }

    /** How many bytes to copy up to the end of a page; 0 where programs can have none. */
    private static int step(long address, int left) {
        long page = address & -PAGE;
        return UserSpace.isAllowed(page, PAGE) ? (int) Math.min(left, page + PAGE - address) : 0;
    }

    @Override
    public long compareAndExchange(long address, int expected, int value) {
        if ((address & Integer.BYTES - 1) != 0) {
            throw new IllegalArgumentException("no address of a word: 0x" + Long.toHexString(address));
        }
        return UserSpace.isAllowed(address & -PAGE, PAGE) ? UserPages.compareAndExchange(address, expected, value) : -1;
    }

    @Override
    public long bytes() {
        return pages.get() * PAGE;
    }

    @Override
    public long freeBytes() {
        return PhysicalPages.spareBytes();
    }

    @Override
    public UserContext newContext() {
        return new ProcessorContext();
    }

    private static void requireAllowed(long start, long bytes) {
        if (!UserSpace.isAllowed(start, bytes) || (start & PAGE - 1) != 0 || (bytes & PAGE - 1) != 0) {
            throw new IllegalArgumentException(
                    "no pages of programs: " + bytes + " bytes at 0x" + Long.toHexString(start));
        }
    }
}
