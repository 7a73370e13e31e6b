package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells of a file (Rgetattr). Times are in nanoseconds since 1970-01-01T00:00:00Z.
 *
 * @param qid which file it is
 * @param mode kind and permissions, as in stat(2)
 * @param device the number of a device
 * @param created 0 if the host does not know
 */
record NinePAttributes(
        Qid qid,
        int mode,
        int user,
        int group,
        int links,
        int device,
        long size,
        long accessed,
        long modified,
        long changed,
        long created) {
    private static final int KIND = 0170000;
    private static final long SECOND = 1_000_000_000;
    /** Size and number of blocks. */
    private static final int BLOCKS = 2 * Long.BYTES;

    /** Generation and version of the data. */
    private static final int VERSIONS = 2 * Long.BYTES;

    /** A time further from 1970 is no time of a file, nor can it be told in nanoseconds. */
    private static final long FURTHEST = Long.MAX_VALUE / SECOND - 1;

    /** Reads them in the order of the message. */
    static NinePAttributes read(NinePReader reply) {
        long valid = reply.i64();
        Qid qid = reply.qid();
        int mode = reply.i32();
        int user = reply.i32();
        int group = reply.i32();
        long links = reply.i64();
        long device = reply.i64();
        long size = reply.i64();
        reply.skip(BLOCKS);
        long accessed = time(reply);
        long modified = time(reply);
        long changed = time(reply);
        long created = time(reply);
        reply.skip(VERSIONS);
        return new NinePAttributes(
                qid,
                mode,
                user,
                group,
                (int) Math.clamp(links, 0L, Integer.MAX_VALUE),
                (int) device,
                Math.max(size, 0),
                accessed,
                modified,
                changed,
                (valid & NinePMessage.CREATED) == 0 ? 0 : created);
    }

    private static long time(NinePReader reply) {
        long seconds = Math.clamp(reply.i64(), -FURTHEST, FURTHEST);
        return seconds * SECOND + Math.clamp(reply.i64(), 0L, SECOND - 1);
    }

    /** What kind of file that is; IO if there is no such kind. */
    FileKind kind() throws FileFault {
        FileKind kind = known();
        if (kind == null) {
            throw new FileFault(FileFault.Reason.IO, "a file of mode 0" + Integer.toOctalString(mode));
        }
        return kind;
    }

    private @Nullable FileKind known() {
        return switch (mode & KIND) {
            case 0040000 -> FileKind.DIRECTORY;
            case 0100000 -> FileKind.REGULAR;
            case 0120000 -> FileKind.SYMBOLIC_LINK;
            case 0020000 -> FileKind.DEVICE;
            case 0060000 -> FileKind.BLOCK_DEVICE;
            case 0010000 -> FileKind.PIPE;
            case 0140000 -> FileKind.SOCKET;
            default -> null;
        };
    }

    /** The bits of a kind in a mode. */
    static int mode(FileKind kind) {
        return switch (kind) {
            case DIRECTORY -> 0040000;
            case REGULAR -> 0100000;
            case SYMBOLIC_LINK -> 0120000;
            case DEVICE -> 0020000;
            case BLOCK_DEVICE -> 0060000;
            case PIPE -> 0010000;
            case SOCKET -> 0140000;
        };
    }

    /** The same file with other contents. */
    NinePAttributes resized(long newSize) {
        return with(links, newSize);
    }

    /** The same file without any name. */
    NinePAttributes nameless() {
        return with(0, size);
    }

    private NinePAttributes with(int newLinks, long newSize) {
        return new NinePAttributes(
                qid, mode, user, group, newLinks, device, newSize, accessed, modified, changed, created);
    }
}
