package dev.ristretto.kernel.filesystem.journal;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.block.BlockFault;
import dev.ristretto.kernel.filesystem.block.Crc32c;
import java.nio.ByteBuffer;

/** The first block of a journal: where its log begins, and how it is written. */
final class JournalSuperblock {
    static final int MAGIC = 0xC03B_3998;
    static final int HEADER = 12;

    static final int REVOKE = 0x1;
    static final int WIDE = 0x2;
    static final int CHECKSUMS_2 = 0x8;
    static final int CHECKSUMS_3 = 0x10;
    static final int FAST_COMMIT = 0x20;

    private static final int SIZE = 1024;
    private static final int VERSION_1 = 3;
    private static final int VERSION_2 = 4;
    private static final int SMALLEST = 64;

    private static final int TYPE = 4;
    private static final int BLOCK_SIZE = 0xC;
    private static final int LENGTH = 0x10;
    private static final int FIRST = 0x14;
    private static final int SEQUENCE = 0x18;
    private static final int START = 0x1C;
    private static final int INCOMPATIBLE = 0x28;
    private static final int UUID = 0x30;
    private static final int UUID_LENGTH = 16;
    private static final int CHECKSUM_TYPE = 0x50;
    private static final byte CRC32C_TYPE = 4;
    private static final int CHECKSUM = 0xFC;

    private final JournalArea area;
    private final byte[] bytes;
    private final Crc32c crc = new Crc32c();
    private final int seed;

    private JournalSuperblock(JournalArea area, byte[] bytes) {
        this.area = area;
        this.bytes = bytes;
        seed = crc.start(Crc32c.START).bytes(bytes, UUID, UUID_LENGTH).value();
    }

    /** Reads and checks it; CORRUPT if it cannot be, UNSUPPORTED if the log cannot be understood. */
    static JournalSuperblock read(JournalArea area) throws BlockFault, FileFault {
        if (area.length() < SMALLEST) {
            throw corrupt(area.length() + " blocks are too few");
        }
        byte[] block = new byte[area.blockSize()];
        area.read(0, block);
        JournalSuperblock superblock = new JournalSuperblock(area, block);
        superblock.check();
        return superblock;
    }

    private void check() throws FileFault {
        int type = BigEndian.i32(bytes, TYPE);
        if (BigEndian.i32(bytes, 0) != MAGIC || type != VERSION_1 && type != VERSION_2) {
            throw corrupt("no superblock");
        }
        if (BigEndian.i32(bytes, BLOCK_SIZE) != area.blockSize()) {
            throw corrupt("its blocks have " + BigEndian.u32(bytes, BLOCK_SIZE) + " bytes");
        }
        long length = BigEndian.u32(bytes, LENGTH);
        if (length < SMALLEST || length > area.length() || first() < 1 || first() >= length - SMALLEST / 2) {
            throw corrupt("it has " + length + " blocks from " + first() + " on");
        }
        if (start() != 0 && (start() < first() || start() >= length)) {
            throw corrupt("its log begins at " + start());
        }
        if (type == VERSION_1) {
            return;
        }
        int unknown = features() & ~(REVOKE | WIDE | CHECKSUMS_2 | CHECKSUMS_3 | FAST_COMMIT);
        if (unknown != 0) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "journal feature 0x" + Integer.toHexString(unknown));
        }
        if (has(FAST_COMMIT) && start() != 0) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "journal feature fast_commit in a log to be replayed");
        }
        if (checksums() && checksum() != BigEndian.i32(bytes, CHECKSUM)) {
            throw corrupt("its superblock has a wrong checksum");
        }
    }

    /** How many blocks log and superblock have. */
    int length() {
        return BigEndian.i32(bytes, LENGTH);
    }

    /** The first block that the log may use. */
    int first() {
        return BigEndian.i32(bytes, FIRST);
    }

    /** Where the oldest transaction in the log begins; 0 if there is none. */
    int start() {
        return BigEndian.i32(bytes, START);
    }

    /** The number of the oldest transaction, or of the next one. */
    int sequence() {
        return BigEndian.i32(bytes, SEQUENCE);
    }

    boolean has(int feature) {
        return (features() & feature) != 0;
    }

    boolean checksums() {
        return has(CHECKSUMS_2 | CHECKSUMS_3);
    }

    /** What checksums of blocks of the log begin with. */
    int seed() {
        return seed;
    }

    /** Bytes of what tells the place of one block (journal_block_tag_s, journal_block_tag3_s). */
    int tagSize() {
        if (has(CHECKSUMS_3)) {
            return 16;
        }
        int size = has(CHECKSUMS_2) ? 14 : 12;
        return has(WIDE) ? size : size - Integer.BYTES;
    }

    /** Says how the log is written from now on; it must be empty. */
    void setFeatures(boolean wide, boolean checksums) {
        BigEndian.put32(bytes, TYPE, VERSION_2);
        BigEndian.put32(bytes, INCOMPATIBLE, REVOKE | (wide ? WIDE : 0) | (checksums ? CHECKSUMS_3 : 0));
        bytes[CHECKSUM_TYPE] = checksums ? CRC32C_TYPE : 0;
        BigEndian.put32(bytes, CHECKSUM, 0);
    }

    /** Says where the log begins and writes that; the device need not have it before the next flush. */
    void write(int start, int sequence) throws BlockFault {
        BigEndian.put32(bytes, START, start);
        BigEndian.put32(bytes, SEQUENCE, sequence);
        if (checksums()) {
            BigEndian.put32(bytes, CHECKSUM, checksum());
        }
        area.write(0, bytes);
        area.send();
    }

    private int features() {
        return BigEndian.i32(bytes, TYPE) == VERSION_1 ? 0 : BigEndian.i32(bytes, INCOMPATIBLE);
    }

    private int checksum() {
        return crc.start(Crc32c.START)
                .bytes(bytes, 0, CHECKSUM)
                .number(0)
                .bytes(bytes, CHECKSUM + Integer.BYTES, SIZE - CHECKSUM - Integer.BYTES)
                .value();
    }

    static FileFault corrupt(String what) {
        return new FileFault(FileFault.Reason.CORRUPT, "journal: " + what);
    }

    /** An empty journal of {@code length} blocks, for a new file system: its first block. */
    static byte[] fresh(int blockSize, int length, byte[] uuid) {
        byte[] bytes = new byte[blockSize];
        BigEndian.put32(bytes, 0, MAGIC);
        BigEndian.put32(bytes, TYPE, VERSION_2);
        BigEndian.put32(bytes, BLOCK_SIZE, blockSize);
        BigEndian.put32(bytes, LENGTH, length);
        BigEndian.put32(bytes, FIRST, 1);
        BigEndian.put32(bytes, SEQUENCE, 1);
        BigEndian.put32(bytes, 0x40, 1);
        ByteBuffer.wrap(bytes).put(UUID, uuid);
        return bytes;
    }
}
