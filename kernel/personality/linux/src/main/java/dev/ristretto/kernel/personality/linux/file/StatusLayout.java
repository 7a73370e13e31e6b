package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.FileSystemStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The structures that tell programs of files, as Linux on x86-64 lays them out. */
final class StatusLayout {
    /** Bytes of struct stat (arch/x86/include/uapi/asm/stat.h). */
    static final int STAT = 144;

    /** Bytes of struct statx (include/uapi/linux/stat.h). */
    static final int STATX = 256;

    /** Bytes of struct statfs (include/uapi/asm-generic/statfs.h). */
    static final int STATFS = 120;

    private static final long SECOND = TimeValues.SECOND;
    private static final int BLOCK_SIZE = 4096;

    /** Unit of st_blocks. */
    private static final int SECTOR = 512;

    /** STATX_BASIC_STATS and STATX_BTIME. */
    private static final int BASIC = 0x7ff;

    private static final int CREATED = 0x800;
    private static final int READ_ONLY = 1;

    private static final int EROFS = 0xe0f5_e1e2;

    /** Magic numbers of file systems (include/uapi/linux/magic.h) by their types; others count as EROFS's. */
    private static final Map<String, Integer> TYPES = Map.of(
            "tmpfs", 0x0102_1994,
            "ext4", 0xef53,
            "erofs", EROFS,
            "overlay", 0x794c_7630,
            "9p", 0x0102_1997,
            "proc", 0x9fa0,
            "sysfs", 0x6265_6572);

    private StatusLayout() {}

    static byte[] stat(FileStatus status) {
        ByteBuffer buffer = buffer(STAT);
        buffer.putLong(status.device()).putLong(status.inode()).putLong(status.links());
        buffer.putInt(status.mode());
        buffer.putInt(status.owner().user()).putInt(status.owner().group()).putInt(0);
        buffer.putLong(status.special())
                .putLong(status.size())
                .putLong(BLOCK_SIZE)
                .putLong(sectors(status));
        putTime(buffer, status.accessed());
        putTime(buffer, status.modified());
        putTime(buffer, status.changed());
        return buffer.array();
    }

    static byte[] statx(FileStatus status) {
        ByteBuffer buffer = buffer(STATX);
        buffer.putInt(status.created() == 0 ? BASIC : BASIC | CREATED).putInt(BLOCK_SIZE);
        buffer.putLong(0).putInt(status.links());
        buffer.putInt(status.owner().user()).putInt(status.owner().group());
        buffer.putShort((short) status.mode()).putShort((short) 0);
        buffer.putLong(status.inode())
                .putLong(status.size())
                .putLong(sectors(status))
                .putLong(0);
        putTime(buffer, status.accessed());
        putTime(buffer, status.created());
        putTime(buffer, status.changed());
        putTime(buffer, status.modified());
        putDevice(buffer, status.special());
        putDevice(buffer, status.device());
        buffer.putLong(status.device());
        return buffer.array();
    }

    static byte[] statfs(FileSystemStatus status) {
        ByteBuffer buffer = buffer(STATFS);
        buffer.putLong(Integer.toUnsignedLong(TYPES.getOrDefault(status.type(), EROFS)));
        buffer.putLong(status.blockSize()).putLong(status.blocks());
        buffer.putLong(status.free()).putLong(status.free());
        buffer.putLong(status.files()).putLong(status.freeFiles()).putLong(status.device());
        buffer.putLong(status.longestName()).putLong(status.blockSize()).putLong(status.readOnly() ? READ_ONLY : 0);
        return buffer.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long sectors(FileStatus status) {
        return status.kind() == FileStatus.REGULAR
                ? (status.size() + BLOCK_SIZE - 1) / BLOCK_SIZE * (BLOCK_SIZE / SECTOR)
                : 0;
    }

    /** Seconds and nanoseconds, of 8 bytes each; the upper half of the latter is 0 also in struct statx. */
    private static void putTime(ByteBuffer buffer, long nanoseconds) {
        buffer.putLong(Math.floorDiv(nanoseconds, SECOND)).putLong(Math.floorMod(nanoseconds, SECOND));
    }

    /** Major and minor number (makedev(3) of numbers below 2^32). */
    private static void putDevice(ByteBuffer buffer, long device) {
        buffer.putInt((int) (device >> 8 & 0xfff)).putInt((int) (device & 0xff | device >> 12 & 0xfff00));
    }
}
