package dev.ristretto.kernel.filesystem.journal;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.CachedBlock;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;

/** The log: a ring of blocks behind the journal's superblock. Not safe for use by several threads. */
public final class JournalLog {
    /** In fewer blocks the largest transaction might not fit. */
    private static final int SMALLEST = 512;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final JournalArea area;
    private final JournalSuperblock superblock;
    private final JournalTags tags;
    private int head;
    private int tail;
    private int sequence;

    private JournalLog(JournalArea area, JournalSuperblock superblock, int sequence) {
        this.area = area;
        this.superblock = superblock;
        this.sequence = sequence;
        tags = new JournalTags(superblock, area.blockSize());
        head = superblock.first();
        tail = head;
    }

    /** Whether there is something to be replayed. */
    public static boolean needsReplay(JournalArea area) throws BlockFault, FileFault {
        return JournalSuperblock.read(area).start() != 0;
    }

    /**
     * Replays the journal if it is not empty. It is empty then.
     *
     * @param deviceBlocks how many blocks the file system has
     * @throws FileFault CORRUPT or UNSUPPORTED if that cannot be done
     */
    public static void replay(JournalArea area, long deviceBlocks) throws BlockFault, FileFault {
        JournalSuperblock superblock = JournalSuperblock.read(area);
        if (superblock.start() != 0) {
            int unused = new JournalReplay(area, superblock, deviceBlocks).run();
        }
    }

    /**
     * Begins to write into an empty journal.
     *
     * @param wide whether the device may have more blocks than 32 bits can count
     * @param checksums whether every block gets a checksum
     */
    public static JournalLog open(JournalArea area, boolean wide, boolean checksums) throws BlockFault, FileFault {
        JournalSuperblock superblock = JournalSuperblock.read(area);
        if (superblock.start() != 0) {
            throw JournalSuperblock.corrupt("it was not replayed");
        }
        if (superblock.length() < SMALLEST) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "a journal of " + superblock.length() + " blocks");
        }
        superblock.setFeatures(wide, checksums);
        JournalLog log = new JournalLog(area, superblock, superblock.sequence());
        log.release();
        return log;
    }

    /** The first block of an empty journal, for a new file system. */
    public static byte[] fresh(int blockSize, int length, byte[] uuid) {
        return JournalSuperblock.fresh(blockSize, length, uuid);
    }

    /** How many blocks the log can have. */
    int capacity() {
        return superblock.length() - superblock.first();
    }

    /** How many more blocks fit. */
    int free() {
        return capacity() - 1 - Math.floorMod(head - tail, capacity());
    }

    /** How many blocks a transaction takes in the log. */
    int needed(int blocks, int revocations) {
        int perDescriptor = (tags.end() - JournalSuperblock.HEADER - JournalTags.UUID_LENGTH) / superblock.tagSize();
        return blocks + blocks / perDescriptor + revocations / revocationsPerBlock() + 3;
    }

    /** Writes a transaction; when this returns, it is durable with everything that was written before. */
    void commit(Collection<CachedBlock> blocks, Collection<Long> revoked, long now) throws BlockFault {
        writeRevocations(revoked);
        writeBlocks(blocks);
        area.send();
        // The commit block tells that all the others are there: they have to be.
        area.device().flush();
        byte[] commit = tags.begin(JournalTags.COMMIT, sequence);
        BigEndian.put64(commit, JournalTags.COMMIT_SECONDS, Math.floorDiv(now, NANOS_PER_SECOND));
        BigEndian.put32(commit, JournalTags.COMMIT_NANOSECONDS, Math.floorMod(now, NANOS_PER_SECOND));
        tags.seal(commit);
        append(commit);
        area.send();
        area.device().flush();
        sequence++;
    }

    /** Gives the whole log free: what is in it has come to its places, durably. */
    void release() throws BlockFault {
        superblock.write(head, sequence);
        area.device().flush();
        tail = head;
    }

    /** Says that there is nothing to replay; what was in the log has come to its places, durably. */
    void close() throws BlockFault {
        superblock.write(0, sequence);
        area.device().flush();
    }

    private int revocationsPerBlock() {
        return (tags.end() - JournalTags.REVOCATION_NUMBERS) / Long.BYTES;
    }

    private void writeRevocations(Collection<Long> revoked) throws BlockFault {
        boolean wide = superblock.has(JournalSuperblock.WIDE);
        for (Iterator<Long> numbers = revoked.iterator(); numbers.hasNext(); ) {
            byte[] block = tags.begin(JournalTags.REVOCATION, sequence);
            int at = JournalTags.REVOCATION_NUMBERS;
            for (int i = 0; i < revocationsPerBlock() && numbers.hasNext(); i++) {
                long number = numbers.next();
                if (wide) {
                    BigEndian.put64(block, at, number);
                } else {
                    BigEndian.put32(block, at, number);
                }
                at += wide ? Long.BYTES : Integer.BYTES;
            }
            BigEndian.put32(block, JournalTags.REVOCATION_LENGTH, at);
            tags.seal(block);
            append(block);
        }
    }

    private void writeBlocks(Collection<CachedBlock> blocks) throws BlockFault {
        CachedBlock[] all = blocks.toArray(CachedBlock[]::new);
        int perDescriptor = (tags.end() - JournalSuperblock.HEADER - JournalTags.UUID_LENGTH) / superblock.tagSize();
        for (int first = 0; first < all.length; first += perDescriptor) {
            CachedBlock[] some = Arrays.copyOfRange(all, first, Math.min(first + perDescriptor, all.length));
            byte[] descriptor = tags.begin(JournalTags.DESCRIPTOR, sequence);
            byte[][] contents = new byte[some.length][];
            int at = JournalSuperblock.HEADER;
            for (int i = 0; i < some.length; i++) {
                contents[i] = escaped(some[i].bytes());
                int flags = (i == 0 ? 0 : JournalTags.SAME_UUID)
                        | (i == some.length - 1 ? JournalTags.LAST : 0)
                        | (contents[i] == some[i].bytes() ? 0 : JournalTags.ESCAPED);
                tags.put(descriptor, at, some[i].number(), flags, contents[i], sequence);
                at += tags.step(flags);
            }
            tags.seal(descriptor);
            append(descriptor);
            for (byte[] content : contents) {
                append(content);
            }
        }
    }

    /** The bytes, or a copy without the magic number at their beginning. */
    private static byte[] escaped(byte[] bytes) {
        if (BigEndian.i32(bytes, 0) != JournalSuperblock.MAGIC) {
            return bytes;
        }
        byte[] copy = bytes.clone();
        BigEndian.put32(copy, 0, 0);
        return copy;
    }

    private void append(byte[] block) throws BlockFault {
        area.write(head, block);
        head = head + 1 == superblock.length() ? superblock.first() : head + 1;
    }
}
