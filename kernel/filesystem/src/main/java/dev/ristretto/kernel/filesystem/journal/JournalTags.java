package dev.ristretto.kernel.filesystem.journal;

import dev.ristretto.kernel.filesystem.block.Crc32c;

/**
 * What the blocks of a log look like: each begins with a magic number, a kind and the number of its transaction;
 * descriptors then have a tag for each block that follows them.
 */
final class JournalTags {
    static final int DESCRIPTOR = 1;
    static final int COMMIT = 2;
    static final int REVOCATION = 5;

    /** The block began with the journal's magic number, which stands as zero in the log. */
    static final int ESCAPED = 1;
    /** No UUID follows the tag. */
    static final int SAME_UUID = 2;

    static final int LAST = 8;
    static final int UUID_LENGTH = 16;
    /** Where a revocation's length stands, and where its block numbers begin. */
    static final int REVOCATION_LENGTH = 12;

    static final int REVOCATION_NUMBERS = 16;
    static final int COMMIT_CHECKSUM = 16;
    static final int COMMIT_SECONDS = 48;
    static final int COMMIT_NANOSECONDS = 56;

    private final JournalSuperblock superblock;
    private final int blockSize;
    private final Crc32c crc = new Crc32c();

    JournalTags(JournalSuperblock superblock, int blockSize) {
        this.superblock = superblock;
        this.blockSize = blockSize;
    }

    /** The kind of the block if it belongs to transaction {@code sequence} and its own checksum is right, else 0. */
    int kind(byte[] block, int sequence) {
        if (BigEndian.i32(block, 0) != JournalSuperblock.MAGIC || BigEndian.i32(block, 8) != sequence) {
            return 0;
        }
        int kind = BigEndian.i32(block, 4);
        if (kind != DESCRIPTOR && kind != COMMIT && kind != REVOCATION) {
            return 0;
        }
        int place = checksumPlace(kind);
        boolean right = !superblock.checksums() || checksum(block, place) == BigEndian.i32(block, place);
        return right ? kind : 0;
    }

    byte[] begin(int kind, int sequence) {
        byte[] block = new byte[blockSize];
        BigEndian.put32(block, 0, JournalSuperblock.MAGIC);
        BigEndian.put32(block, 4, kind);
        BigEndian.put32(block, 8, sequence);
        return block;
    }

    /** Sets the block's own checksum, if the journal has those. */
    void seal(byte[] block) {
        if (superblock.checksums()) {
            int place = checksumPlace(BigEndian.i32(block, 4));
            BigEndian.put32(block, place, checksum(block, place));
        }
    }

    /** Where the room for tags or numbers ends. */
    int end() {
        return superblock.checksums() ? blockSize - Integer.BYTES : blockSize;
    }

    /** The device block that the tag at {@code at} is for. */
    long target(byte[] block, int at) {
        long low = BigEndian.u32(block, at);
        return superblock.has(JournalSuperblock.WIDE) ? BigEndian.u32(block, at + 8) << 32 | low : low;
    }

    int flags(byte[] block, int at) {
        int word = BigEndian.i32(block, at + 4);
        return superblock.has(JournalSuperblock.CHECKSUMS_3) ? word : word & 0xFFFF;
    }

    /** How far it is from a tag with these flags to the next one. */
    int step(int flags) {
        return superblock.tagSize() + ((flags & SAME_UUID) == 0 ? UUID_LENGTH : 0);
    }

    void put(byte[] block, int at, long target, int flags, byte[] contents, int sequence) {
        BigEndian.put32(block, at, target);
        BigEndian.put32(block, at + 4, flags);
        if (superblock.has(JournalSuperblock.WIDE)) {
            BigEndian.put32(block, at + 8, target >>> 32);
        }
        if (superblock.has(JournalSuperblock.CHECKSUMS_3)) {
            BigEndian.put32(block, at + 12, contentsChecksum(contents, sequence));
        }
    }

    /** Whether the block in the log is what its tag says. */
    boolean matches(byte[] block, int at, byte[] contents, int sequence) {
        if (superblock.has(JournalSuperblock.CHECKSUMS_3)) {
            return BigEndian.i32(block, at + 12) == contentsChecksum(contents, sequence);
        }
        return !superblock.has(JournalSuperblock.CHECKSUMS_2)
                || BigEndian.i32(block, at + 4) >>> 16 == (contentsChecksum(contents, sequence) & 0xFFFF);
    }

    private int contentsChecksum(byte[] contents, int sequence) {
        return crc.start(superblock.seed())
                .number(Integer.reverseBytes(sequence))
                .bytes(contents, 0, blockSize)
                .value();
    }

    private int checksum(byte[] block, int place) {
        return crc.start(superblock.seed())
                .bytes(block, 0, place)
                .number(0)
                .bytes(block, place + Integer.BYTES, blockSize - place - Integer.BYTES)
                .value();
    }

    private int checksumPlace(int kind) {
        return kind == COMMIT ? COMMIT_CHECKSUM : blockSize - Integer.BYTES;
    }
}
