package dev.ristretto.kernel.filesystem.block;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A disk in one array that remembers what was written and flushed, so that it can be told what would be on it if power
 * had failed at any moment; it can also fail, and it does not let itself be used without end.
 */
public final class ArrayDevice implements BlockDevice {
    private final byte[] durable;
    private final byte[] bytes;
    private final List<Entry> log = new ArrayList<>();
    private long uses;
    private long mostUses = Long.MAX_VALUE;
    private long writesUntilFault = Long.MAX_VALUE;

    /** A write, or a flush without bytes. */
    private record Entry(int position, byte[] bytes) {
        boolean isFlush() {
            return position < 0;
        }
    }

    /** A disk with these bytes on it. */
    public ArrayDevice(byte[] contents) {
        durable = contents.clone();
        bytes = contents.clone();
    }

    /** Fails the test that uses it more often than that. */
    public ArrayDevice limit(long most) {
        mostUses = uses + most;
        return this;
    }

    /** Fails all writes and flushes after {@code count} more. */
    public void failAfter(long count) {
        writesUntilFault = count;
    }

    /** What is on it now. */
    public byte[] contents() {
        return bytes.clone();
    }

    /** How many writes and flushes there were. */
    public int writes() {
        return log.size();
    }

    /** What would be on it if power had failed after that many writes and flushes. */
    public byte[] cut(int count, Random random) {
        byte[] left = durable.clone();
        int flushed = count;
        while (flushed > 0 && !log.get(flushed - 1).isFlush()) {
            flushed--;
        }
        for (Entry entry : log.subList(0, flushed)) {
            if (!entry.isFlush()) {
                System.arraycopy(entry.bytes(), 0, left, entry.position(), entry.bytes().length);
            }
        }
        List<Entry> sectors = new ArrayList<>();
        for (Entry entry : log.subList(flushed, count)) {
            for (int at = 0; at < entry.bytes().length; at += SECTOR) {
                byte[] sector = new byte[SECTOR];
                System.arraycopy(entry.bytes(), at, sector, 0, SECTOR);
                sectors.add(new Entry(entry.position() + at, sector));
            }
        }
        Collections.shuffle(sectors, random);
        int most = random.nextInt(4) == 0 ? sectors.size() : random.nextInt(sectors.size() + 1);
        for (Entry sector : sectors.subList(0, most)) {
            System.arraycopy(sector.bytes(), 0, left, sector.position(), SECTOR);
        }
        return left;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long position, ByteBuffer target) throws BlockFault {
        use(position, target.remaining());
        target.put(bytes, (int) position, target.remaining());
    }

    @Override
    public void write(long position, ByteBuffer source) throws BlockFault {
        use(position, source.remaining());
        fault(position);
        byte[] copy = new byte[source.remaining()];
        source.get(copy);
        System.arraycopy(copy, 0, bytes, (int) position, copy.length);
        log.add(new Entry((int) position, copy));
    }

    @Override
    public void flush() throws BlockFault {
        fault(-1);
        log.add(new Entry(-1, new byte[0]));
    }

    @Override
    public void discard(long position, long length) throws BlockFault {
        use(position, length);
    }

    private void fault(long position) throws BlockFault {
        if (writesUntilFault-- <= 0) {
            throw new BlockFault(BlockFault.Cause.MEDIUM, position, null);
        }
    }

    private void use(long position, long length) throws BlockFault {
        if (++uses > mostUses) {
            throw new AssertionError("the device was used more than " + mostUses + " times");
        }
        if (position < 0 || length < 0 || position > bytes.length - length) {
            throw new BlockFault(BlockFault.Cause.OUT_OF_RANGE, position, null);
        }
    }
}
