package dev.ristretto.kernel.filesystem.block;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a device that were used last. Blocks that hold what is not on the device yet are pinned; the others go
 * when {@link #trim} finds too many, which their users call when they hold none. Not safe for use by several threads.
 */
public final class BlockCache {
    private static final float LOAD_FACTOR = 0.75f;

    private final BlockDevice device;
    private final int blockSize;
    private final int limit;
    private final LinkedHashMap<Long, CachedBlock> clean = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final Map<Long, CachedBlock> pinned = new HashMap<>();

    /**
     * An empty cache.
     *
     * @param limit how many blocks that are not pinned are kept
     */
    public BlockCache(BlockDevice device, int blockSize, int limit) {
        this.device = device;
        this.blockSize = blockSize;
        this.limit = limit;
    }

    /** Bytes of a block. */
    public int blockSize() {
        return blockSize;
    }

    /** What is cached here. */
    public BlockDevice device() {
        return device;
    }

    /** The block of that number. */
    public CachedBlock read(long number) throws BlockFault {
        CachedBlock block = peek(number);
        if (block == null) {
            block = new CachedBlock(number, new byte[blockSize]);
            device.read(position(number), ByteBuffer.wrap(block.bytes()));
            clean.put(number, block);
        }
        return block;
    }

    /** A block whose contents on the device do not matter: all zeros. */
    public CachedBlock zeroed(long number) {
        drop(number);
        CachedBlock block = new CachedBlock(number, new byte[blockSize]);
        clean.put(number, block);
        return block;
    }

    /** The block if it is in memory. */
    public @Nullable CachedBlock peek(long number) {
        CachedBlock block = pinned.get(number);
        return block != null ? block : clean.get(number);
    }

    /** Keeps a block, whatever {@link #trim} finds. */
    public void pin(CachedBlock block) {
        if (!block.pinned()) {
            clean.remove(block.number());
            pinned.put(block.number(), block);
            block.setPinned(true);
        }
    }

    /** Keeps a block as long as there is this cache. */
    public void hold(CachedBlock block) {
        pin(block);
        block.setHeld();
    }

    /** The counterpart of {@link #pin}: the device has what the block holds. */
    public void unpin(CachedBlock block) {
        if (block.held()) {
            return;
        }
        if (block.pinned() && pinned.remove(block.number(), block)) {
            clean.put(block.number(), block);
        }
        block.setPinned(false);
    }

    /** Forgets a block; nobody needs what it holds. */
    public void drop(long number) {
        clean.remove(number);
        CachedBlock block = pinned.get(number);
        if (block != null && !block.held()) {
            pinned.remove(number);
            block.setPinned(false);
        }
    }

    /** Forgets many blocks in a row. */
    public void drop(long first, long count) {
        if (count < clean.size() + pinned.size()) {
            for (long number = first; number < first + count; number++) {
                drop(number);
            }
            return;
        }
        List<Long> found = new ArrayList<>();
        for (Map<Long, CachedBlock> map : List.of(clean, pinned)) {
            for (long number : map.keySet()) {
                if (number >= first && number - first < count) {
                    found.add(number);
                }
            }
        }
        found.forEach(this::drop);
    }

    /** Writes a block to its place. */
    public void write(CachedBlock block) throws BlockFault {
        device.write(position(block.number()), ByteBuffer.wrap(block.bytes()));
    }

    /** Forgets the blocks that were not used for longest, as far as there are too many. */
    public void trim() {
        if (clean.size() <= limit) {
            return;
        }
        Iterator<CachedBlock> oldest = clean.values().iterator();
        for (int excess = clean.size() - limit; excess > 0; excess--) {
            oldest.next();
            oldest.remove();
        }
    }

    private long position(long number) {
        return number * blockSize;
    }
}
