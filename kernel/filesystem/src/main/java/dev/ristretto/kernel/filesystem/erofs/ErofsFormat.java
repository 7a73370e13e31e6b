package dev.ristretto.kernel.filesystem.erofs;

/** The numbers of the format that reader and writer share. */
final class ErofsFormat {
    static final int SUPERBLOCK = 1024;
    static final int SUPERBLOCK_SIZE = 128;
    static final int MAGIC = 0xE0F5_E1E2;
    static final int HAS_CHECKSUM = 1;
    /** Places in what is compressed; harmless where nothing is. */
    static final int ZERO_PADDING = 1;

    /** Numbers of inodes count units of as many bytes from the beginning of the metadata. */
    static final int SLOT = 32;

    static final int COMPACT_INODE = 32;
    static final int EXTENDED_INODE = 64;
    static final int PLAIN = 0;
    static final int INLINE = 2;

    static final int DIRECTORY_ENTRY = 12;
    static final int ATTRIBUTE_HEADER = 12;
    static final int ATTRIBUTE_ENTRY = 4;

    static final int KIND = 0170000;
    static final int DIRECTORY = 0040000;
    static final int REGULAR = 0100000;
    static final int SYMBOLIC_LINK = 0120000;
    static final int CHARACTER_DEVICE = 0020000;
    static final int BLOCK_DEVICE = 0060000;
    static final int PIPE = 0010000;
    static final int SOCKET = 0140000;

    private static final String[] PREFIXES = {"", "user.", "", "", "trusted.", "", "security."};

    private ErofsFormat() {}

    /** The beginning of an attribute's name; empty if it has none that is shown. */
    static String prefix(int number) {
        return number < PREFIXES.length ? PREFIXES[number] : "";
    }

    /** The number of the beginning of an attribute's name; 0 if it has none. */
    static int prefixOf(String name) {
        for (int i = PREFIXES.length - 1; i > 0; i--) {
            if (!PREFIXES[i].isEmpty() && name.startsWith(PREFIXES[i])) {
                return i;
            }
        }
        return 0;
    }

    /** The kind of file as entries of directories have it (EROFS_FT_*). */
    static int entryType(int mode) {
        return switch (mode & KIND) {
            case REGULAR -> 1;
            case DIRECTORY -> 2;
            case CHARACTER_DEVICE -> 3;
            case BLOCK_DEVICE -> 4;
            case PIPE -> 5;
            case SOCKET -> 6;
            default -> 7;
        };
    }

    static int align(int size) {
        return (size + 3) / 4 * 4;
    }
}
