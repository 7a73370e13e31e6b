package dev.ristretto.kernel.filesystem.ext4.layout;

import dev.ristretto.kernel.filesystem.FileFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a file system uses of the format (section 3.1): three words of bits, and the names that mke2fs has for them. */
public final class Features {
    public static final int HAS_JOURNAL = 0x4;
    public static final int EXT_ATTR = 0x8;
    public static final int DIR_INDEX = 0x20;
    public static final int SPARSE_SUPER2 = 0x200;
    public static final int ORPHAN_FILE = 0x1000;

    public static final int FILETYPE = 0x2;
    public static final int RECOVER = 0x4;
    public static final int META_BG = 0x10;
    public static final int EXTENTS = 0x40;
    public static final int WIDE = 0x80;
    public static final int FLEX_BG = 0x200;
    public static final int CSUM_SEED = 0x2000;
    public static final int LARGEDIR = 0x4000;

    public static final int SPARSE_SUPER = 0x1;
    public static final int LARGE_FILE = 0x2;
    public static final int HUGE_FILE = 0x8;
    public static final int GDT_CSUM = 0x10;
    public static final int DIR_NLINK = 0x20;
    public static final int EXTRA_ISIZE = 0x40;
    public static final int BIGALLOC = 0x200;
    public static final int METADATA_CSUM = 0x400;
    public static final int ORPHAN_PRESENT = 0x10000;

    /** Without understanding all of these nothing can be read. */
    private static final int READABLE = FILETYPE | RECOVER | META_BG | EXTENTS | WIDE | FLEX_BG | CSUM_SEED | LARGEDIR;

    /** Without understanding all of these nothing can be written. */
    private static final int WRITABLE =
            SPARSE_SUPER | LARGE_FILE | HUGE_FILE | GDT_CSUM | DIR_NLINK | EXTRA_ISIZE | METADATA_CSUM | ORPHAN_PRESENT;

    private static final Map<Integer, String> INCOMPATIBLE_NAMES = new TreeMap<>(Map.of(
            0x1, "compression",
            0x8, "journal_dev",
            0x100, "mmp",
            0x400, "ea_inode",
            0x1000, "dirdata",
            0x8000, "inline_data",
            0x10000, "encrypt",
            0x20000, "casefold"));

    private static final Map<Integer, String> READ_ONLY_NAMES = new TreeMap<>(Map.of(
            0x4, "btree_dir",
            0x80, "has_snapshot",
            0x100, "quota",
            0x200, "bigalloc",
            0x800, "replica",
            0x1000, "read-only",
            0x2000, "project",
            0x4000, "shared_blocks",
            0x8000, "verity"));

    private Features() {}

    /** UNSUPPORTED with their names if there are features without which nothing can be read. */
    public static void checkReadable(int incompatible) throws FileFault {
        int unknown = incompatible & ~READABLE;
        if (unknown != 0) {
            throw new FileFault(
                    FileFault.Reason.UNSUPPORTED, "ext4 feature " + names(unknown, INCOMPATIBLE_NAMES, "incompatible"));
        }
    }

    /** Why nothing can be written, or null if it can. */
    public static @Nullable String whyReadOnly(int incompatible, int readOnly) {
        int unknown = readOnly & ~WRITABLE;
        if (unknown != 0) {
            return "ext4 feature " + names(unknown, READ_ONLY_NAMES, "read-only");
        }
        return (incompatible & EXTENTS) == 0 ? "no ext4 feature extent" : null;
    }

    private static String names(int bits, Map<Integer, String> known, String word) {
        List<String> names = new ArrayList<>();
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            int bit = Integer.lowestOneBit(rest);
            names.add(known.getOrDefault(bit, word + " 0x" + Integer.toHexString(bit)));
        }
        return String.join(", ", names);
    }
}
