package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A program's memory for tests: pages that can be read and written, and nothing between. */
public final class BackedPages implements UserSpace {
    private final Map<Long, byte[]> pages = new ConcurrentHashMap<>();

    @Override
    public boolean back(long page, int access, byte[] content, int length) {
        byte[] bytes = new byte[(int) PAGE];
        System.arraycopy(content, 0, bytes, 0, length);
        pages.put(page, bytes);
        return true;
    }

    @Override
    public boolean share(long page, UserSpace owner, long existing, int access) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean shareWith(UserSpace other, long start, long bytes, boolean copied) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean own(long page, int access) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void protectShared(long start, long bytes, int access) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserSpace newSpace() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        pages.clear();
    }

    @Override
    public boolean isBacked(long page) {
        return pages.containsKey(page);
    }

    @Override
    public void protect(long start, long bytes, int access) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(long start, long bytes) {
        for (long page = start; page < start + bytes; page += PAGE) {
            pages.remove(page);
        }
    }

    @Override
    public boolean move(long from, long bytes, long to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(long address, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            byte[] page = pages.get((address + done) & -PAGE);
            if (page == null) {
                break;
            }
            int within = (int) ((address + done) & (PAGE - 1));
            int step = Math.min(length - done, page.length - within);
            System.arraycopy(page, within, target, offset + done, step);
            done += step;
        }
        return done;
    }

    @Override
    public int write(long address, byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            byte[] page = pages.get((address + done) & -PAGE);
            if (page == null) {
                break;
            }
            int within = (int) ((address + done) & (PAGE - 1));
            int step = Math.min(length - done, page.length - within);
            System.arraycopy(source, offset + done, page, within, step);
            done += step;
        }
        return done;
    }

    @Override
    public long compareAndExchange(long address, int expected, int value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bytes() {
        return pages.size() * PAGE;
    }

    @Override
    public long freeBytes() {
        return 0;
    }

    @Override
    public UserContext newContext() {
        throw new UnsupportedOperationException();
    }
}
