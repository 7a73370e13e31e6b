package dev.ristretto.kernel.filesystem.journal;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Brings to their places the blocks of all transactions that were committed when power failed. What the log says is not
 * trusted: it ends at the first block that cannot be its next one.
 */
final class JournalReplay {
    private static final int MOST_REVOCATIONS = 1 << 20;

    private final JournalArea area;
    private final JournalSuperblock superblock;
    private final JournalTags tags;
    private final long deviceBlocks;
    /** Blocks whose older contents nobody may bring back, and the last transaction that said so. */
    private final Map<Long, Integer> revoked = new HashMap<>();

    private final byte[] contents;
    /** The first transaction that was not committed. */
    private int end;

    JournalReplay(JournalArea area, JournalSuperblock superblock, long deviceBlocks) {
        this.area = area;
        this.superblock = superblock;
        this.deviceBlocks = deviceBlocks;
        tags = new JournalTags(superblock, area.blockSize());
        contents = new byte[area.blockSize()];
        end = superblock.sequence();
    }

    /** What to do with the blocks of the log, one after the other. */
    private interface Visitor {
        /** A descriptor or revocation of a transaction; its blocks follow at {@code index}. */
        void visit(int kind, byte[] block, int index, int sequence) throws BlockFault, FileFault;
    }

    /** Replays the log and empties it; the number that the next transaction has to have. */
    int run() throws BlockFault, FileFault {
        end = walk((kind, block, index, sequence) -> {}, Integer.MAX_VALUE);
        int transactions = end - superblock.sequence();
        int unused = walk(this::revoke, transactions);
        unused = walk(this::restore, transactions);
        area.device().flush();
        // One more than necessary: blocks of a transaction that was begun only shall never be taken for a new one's.
        int next = end + 1;
        superblock.write(0, next);
        area.device().flush();
        return next;
    }

    /** Goes through at most that many transactions; the number of the first one that is not whole. */
    private int walk(Visitor visitor, int transactions) throws BlockFault, FileFault {
        byte[] block = new byte[area.blockSize()];
        int index = superblock.start();
        int sequence = superblock.sequence();
        int left = superblock.length() - superblock.first();
        for (int done = 0; done < transactions && left > 0; ) {
            area.read(index, block);
            int kind = tags.kind(block, sequence);
            index = after(index, 1);
            left--;
            if (kind == JournalTags.COMMIT) {
                sequence++;
                done++;
            } else if (kind == 0) {
                break;
            } else {
                visitor.visit(kind, block, index, sequence);
                int blocks = kind == JournalTags.DESCRIPTOR ? count(block) : 0;
                index = after(index, Math.min(blocks, left));
                left -= blocks;
            }
        }
        return sequence;
    }

    private int after(int index, int blocks) {
        int size = superblock.length() - superblock.first();
        return superblock.first() + (index - superblock.first() + blocks) % size;
    }

    /** How many blocks follow a descriptor. */
    private int count(byte[] block) {
        int count = 0;
        for (int at = JournalSuperblock.HEADER; at + superblock.tagSize() <= tags.end(); ) {
            int flags = tags.flags(block, at);
            count++;
            if ((flags & JournalTags.LAST) != 0) {
                break;
            }
            at += tags.step(flags);
        }
        return count;
    }

    private void revoke(int kind, byte[] block, int index, int sequence) throws FileFault {
        if (kind != JournalTags.REVOCATION) {
            return;
        }
        int size = superblock.has(JournalSuperblock.WIDE) ? Long.BYTES : Integer.BYTES;
        long length = BigEndian.u32(block, JournalTags.REVOCATION_LENGTH);
        if (length > tags.end()) {
            throw JournalSuperblock.corrupt("a revocation of " + length + " bytes");
        }
        for (int at = JournalTags.REVOCATION_NUMBERS; at + size <= length; at += size) {
            long number = size == Long.BYTES ? BigEndian.i64(block, at) : BigEndian.u32(block, at);
            revoked.put(number, sequence);
        }
        if (revoked.size() > MOST_REVOCATIONS) {
            throw JournalSuperblock.corrupt("more than " + MOST_REVOCATIONS + " blocks are revoked");
        }
    }

    private void restore(int kind, byte[] block, int index, int sequence) throws BlockFault, FileFault {
        if (kind != JournalTags.DESCRIPTOR) {
            return;
        }
        int from = index;
        for (int at = JournalSuperblock.HEADER; at + superblock.tagSize() <= tags.end(); ) {
            int flags = tags.flags(block, at);
            long target = tags.target(block, at);
            Integer revocation = revoked.get(target);
            if (revocation == null || revocation - sequence < 0) {
                restore(block, at, from, sequence);
            }
            from = after(from, 1);
            if ((flags & JournalTags.LAST) != 0) {
                break;
            }
            at += tags.step(flags);
        }
    }

    private void restore(byte[] descriptor, int at, int from, int sequence) throws BlockFault, FileFault {
        long target = tags.target(descriptor, at);
        if (target < 0 || target >= deviceBlocks) {
            throw JournalSuperblock.corrupt("it has block " + target + " of " + deviceBlocks);
        }
        area.read(from, contents);
        if (!tags.matches(descriptor, at, contents, sequence)) {
            throw JournalSuperblock.corrupt("what it has for block " + target + " has a wrong checksum");
        }
        if ((tags.flags(descriptor, at) & JournalTags.ESCAPED) != 0) {
            BigEndian.put32(contents, 0, JournalSuperblock.MAGIC);
        }
        area.device().write(target * area.blockSize(), ByteBuffer.wrap(contents));
    }
}
