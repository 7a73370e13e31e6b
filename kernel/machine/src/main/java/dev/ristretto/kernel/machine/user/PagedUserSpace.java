package dev.ristretto.kernel.machine.user;

import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.memory.UserCopies;
import dev.ristretto.kernel.machine.memory.UserPages;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The memory of a process of this machine: its own parts of an address space whose other parts are the kernel's. */
public final class PagedUserSpace implements UserSpace {
    /** How many pages are shared with another space at once. */
    private static final int STEP = 512;

    private final SharedPageCounts shared;
    private final long root;
    private final AtomicLong pages = new AtomicLong();

    private PagedUserSpace(SharedPageCounts shared) {
        this.shared = shared;
        root = UserPages.newRoot();
        if (root == 0) {
            throw new OutOfMemoryError("no memory for the page tables of another process");
        }
    }

    /** Lets programs run in ring 3; to be called once, where the machine is no process of another system. */
    public static PagedUserSpace start() {
        return new PagedUserSpace(new SharedPageCounts());
    }

    @Override
    public UserSpace newSpace() {
        return new PagedUserSpace(shared);
    }

    @Override
    public boolean back(long page, int access, byte[] content, int length) {
        Objects.checkFromIndexSize(0, length, Math.min(content.length, (int) PAGE));
        requireAllowed(page, PAGE);
        boolean done = UserPages.back(root, page, access, content, length);
        if (done) {
            pages.incrementAndGet();
        }
        return done;
    }

    @Override
    public boolean share(long page, UserSpace owner, long existing, int access) {
        requireAllowed(page, PAGE);
        requireAllowed(existing, PAGE);
        boolean done = UserPages.share(root, page, ((PagedUserSpace) owner).root, existing, access);
        if (done) {
            shared.add(UserPages.physical(root, page));
            pages.incrementAndGet();
        }
        return done;
    }

    @Override
    public boolean shareWith(UserSpace other, long start, long bytes, boolean copied) {
        requireAllowed(start, bytes);
        PagedUserSpace receiver = (PagedUserSpace) other;
        long[] told = new long[2 + STEP];
        for (long next = start; next < start + bytes; next = told[1]) {
            UserPages.shareWith(root, receiver.root, next, start + bytes, copied, told);
            for (int i = 0; i < told[0]; i++) {
                shared.add(told[2 + i]);
            }
            receiver.pages.addAndGet(told[0]);
            if (told[1] == UserPages.DONE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean own(long page, int access) {
        requireAllowed(page, PAGE);
        if (UserPages.isShared(root, page)) {
            long physical = UserPages.physical(root, page);
            if (!shared.takeLast(physical)) {
                if (!UserPages.replace(root, page, access)) {
                    return false;
                }
                if (shared.drop(physical)) {
                    UserPages.free(physical);
                }
                return true;
            }
        }
        UserPages.own(root, page, access);
        return true;
    }

    @Override
    public void close() {
        release(LOWEST, LOW_END - LOWEST);
        release(HIGH_START, HIGH_END - HIGH_START);
        UserPages.freeRoot(root);
    }

    @Override
    public boolean isBacked(long page) {
        return UserSpace.isAllowed(page, PAGE) && UserPages.physical(root, page) != 0;
    }

    @Override
    public void protect(long start, long bytes, int access) {
        requireAllowed(start, bytes);
        UserPages.protect(root, start, start + bytes, access, false);
    }

    @Override
    public void protectShared(long start, long bytes, int access) {
        requireAllowed(start, bytes);
        UserPages.protect(root, start, start + bytes, access, true);
    }

    @Override
    public void release(long start, long bytes) {
        requireAllowed(start, bytes);
        long[] count = {0, start};
        while (count[1] < start + bytes) {
            long physical = UserPages.release(root, count[1], start + bytes, count);
            pages.addAndGet(-count[0]);
            if (physical != UserPages.DONE) {
                pages.decrementAndGet();
                if (shared.drop(physical)) {
                    UserPages.free(physical);
                }
            }
        }
    }

    @Override
    public boolean move(long from, long bytes, long to) {
        requireAllowed(from, bytes);
        requireAllowed(to, bytes);
        return UserPages.move(root, from, bytes, to);
    }

    @Override
    public int read(long address, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        int done = 0;
        while (done < length) {
            int step = step(address + done, length - done);
            if (step == 0 || !UserCopies.read(root, address + done, target, offset + done, step)) {
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
            if (step == 0 || !UserCopies.write(root, address + done, source, offset + done, step)) {
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
        return UserSpace.isAllowed(address & -PAGE, PAGE)
                ? UserCopies.compareAndExchange(root, address, expected, value)
                : -1;
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
        return new ProcessorContext(root);
    }

    private static void requireAllowed(long start, long bytes) {
        if (!UserSpace.isAllowed(start, bytes) || (start & PAGE - 1) != 0 || (bytes & PAGE - 1) != 0) {
            throw new IllegalArgumentException(
                    "no pages of programs: " + bytes + " bytes at 0x" + Long.toHexString(start));
        }
    }
}
