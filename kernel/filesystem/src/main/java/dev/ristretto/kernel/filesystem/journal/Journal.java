package dev.ristretto.kernel.filesystem.journal;

import dev.ristretto.kernel.filesystem.block.BlockCache;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects changes of blocks to transactions and makes these durable.
 *
 * <p>Every change belongs to an operation, between {@link #begin} and {@link #end} or {@link #undo}; an operation
 * belongs to one transaction, which is the running one until {@link #commit}. Blocks that were committed stay in the
 * cache until a checkpoint writes them to their places. Without a log (a file system that has no journal) a commit is
 * that checkpoint. Not safe for use by several threads.
 */
public final class Journal {
    private static final int LARGEST_TRANSACTION = 1024;
    /** More blocks than one operation changes. */
    private static final int LARGEST_OPERATION = 128;

    private static final int MOST_WAITING = 4096;
    private static final int MOST_FREED_RANGES = 4096;

    private final BlockCache cache;
    private final @Nullable JournalLog log;
    private final int transactionLimit;
    /** Changed in the running transaction. */
    private final Map<Long, CachedBlock> changed = new LinkedHashMap<>();
    /** Committed and not at their places yet; may be changed again meanwhile. */
    private final Map<Long, CachedBlock> committed = new LinkedHashMap<>();

    private final Set<Long> revoked = new LinkedHashSet<>();
    private final FreedBlocks freed = new FreedBlocks();
    /** How to undo the running operation, the last change first. */
    private final ArrayDeque<Runnable> undo = new ArrayDeque<>();

    private final Set<Long> saved = new HashSet<>();
    private boolean aborted;

    /** Changes of what is in {@code cache}; {@code log} is null for a file system without a journal. */
    public Journal(BlockCache cache, @Nullable JournalLog log) {
        this.cache = cache;
        this.log = log;
        transactionLimit = log == null ? LARGEST_TRANSACTION : Math.min(LARGEST_TRANSACTION, log.capacity() / 8);
    }

    /** Whether a commit failed, so that nothing can be changed any more. */
    public boolean aborted() {
        return aborted;
    }

    /** Whether the running transaction should be committed before another operation begins. */
    public boolean full() {
        return changed.size() >= transactionLimit
                || revoked.size() >= transactionLimit
                || freed.ranges() >= MOST_FREED_RANGES;
    }

    /** Whether there is something to commit. */
    public boolean pending() {
        return !changed.isEmpty() || !revoked.isEmpty();
    }

    /** Begins an operation. */
    public void begin() {
        undo.clear();
        saved.clear();
    }

    /** The operation has succeeded. */
    public void end() {
        begin();
    }

    /** Takes back all that the operation has changed. */
    public void undo() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
        saved.clear();
    }

    /** What else is to be done if the running operation is undone. */
    public void onUndo(Runnable action) {
        undo.push(action);
    }

    /**
     * Has to be called before a block is changed, whenever something else may have happened since the last time.
     *
     * @param purpose what the block is well-formed for afterwards
     * @return its bytes
     */
    public byte[] change(CachedBlock block, long purpose) {
        if (saved.add(block.number())) {
            byte[] copy = block.bytes().clone();
            long purposeBefore = block.purpose();
            boolean wasChanged = changed.containsKey(block.number());
            undo.push(() -> {
                System.arraycopy(copy, 0, block.bytes(), 0, copy.length);
                block.setPurpose(purposeBefore);
                if (!wasChanged) {
                    changed.remove(block.number());
                    settle(block);
                }
            });
        }
        changed.put(block.number(), block);
        cache.pin(block);
        block.setPurpose(purpose);
        return block.bytes();
    }

    /** A block that was just allocated: all zeros, and part of the transaction. */
    public CachedBlock create(long number) {
        CachedBlock block = cache.zeroed(number);
        saved.add(number);
        undo.push(() -> {
            changed.remove(number);
            cache.drop(number);
        });
        changed.put(number, block);
        cache.pin(block);
        return block;
    }

    /**
     * Blocks are given free.
     *
     * @param logged whether they may be in the log, because they did not hold contents of a file
     */
    public void free(long first, long count, boolean logged) {
        freed.add(first, count);
        undo.push(() -> freed.remove(first));
        if (logged) {
            for (long number = first; number < first + count; number++) {
                forget(number);
            }
        } else {
            cache.drop(first, count);
        }
    }

    private void forget(long number) {
        CachedBlock block = cache.peek(number);
        boolean wasChanged = changed.remove(number) != null;
        boolean wasCommitted = committed.remove(number) != null;
        boolean added = log != null && revoked.add(number);
        cache.drop(number);
        undo.push(() -> {
            if (added) {
                revoked.remove(number);
            }
            if (block == null || !wasChanged && !wasCommitted) {
                return;
            }
            cache.pin(block);
            if (wasChanged) {
                changed.put(number, block);
            }
            if (wasCommitted) {
                committed.put(number, block);
            }
        });
    }

    /** The first block from {@code block} on that may be allocated, as far as the transaction is concerned. */
    public long skipFreed(long block) {
        return freed.skip(block);
    }

    /** How many blocks from {@code block} on may be allocated, as far as the transaction is concerned. */
    public long usable(long block, long count) {
        return freed.usable(block, count);
    }

    /** Whether a commit would give back space. */
    public boolean holdsFreed() {
        return freed.ranges() > 0;
    }

    /**
     * Makes the running transaction durable, and whatever was written to the device before.
     *
     * @param now nanoseconds since 1970, which the log keeps
     * @throws BlockFault if that failed; nothing can be changed from then on
     */
    public void commit(long now) throws BlockFault {
        try {
            if (pending()) {
                commitChanges(now);
            } else {
                cache.device().flush();
            }
        } catch (BlockFault e) {
            aborted = true;
            throw e;
        }
    }

    private void commitChanges(long now) throws BlockFault {
        if (log != null) {
            log.commit(changed.values(), revoked, now);
        } else {
            // What refers to other blocks shall not be there before them.
            cache.device().flush();
        }
        committed.putAll(changed);
        changed.clear();
        revoked.clear();
        freed.clear();
        int largest = transactionLimit + LARGEST_OPERATION;
        if (log == null || committed.size() > MOST_WAITING || log.free() < log.needed(largest, largest)) {
            checkpoint();
        }
    }

    /** Writes to their places what is committed; the log is empty then. There must be no running transaction. */
    private void checkpoint() throws BlockFault {
        List<CachedBlock> blocks = new ArrayList<>(committed.values());
        blocks.sort(Comparator.comparingLong(CachedBlock::number));
        for (CachedBlock block : blocks) {
            cache.write(block);
        }
        cache.device().flush();
        if (log != null) {
            log.release();
        }
        committed.clear();
        blocks.forEach(cache::unpin);
    }

    /** Commits, brings everything to its place and leaves an empty log. */
    public void close(long now) throws BlockFault {
        commit(now);
        try {
            checkpoint();
            if (log != null) {
                log.close();
            }
        } catch (BlockFault e) {
            aborted = true;
            throw e;
        }
    }

    private void settle(CachedBlock block) {
        if (!committed.containsKey(block.number())) {
            cache.unpin(block);
        }
    }
}
