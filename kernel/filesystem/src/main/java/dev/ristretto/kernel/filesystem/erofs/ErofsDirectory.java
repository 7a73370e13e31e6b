package dev.ristretto.kernel.filesystem.erofs;

import static dev.ristretto.kernel.filesystem.block.LittleEndian.i64;
import static dev.ristretto.kernel.filesystem.block.LittleEndian.u16;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.immutable.ImmutableDirectory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory: in each of its blocks, entries and then the names of these; all names are in order. */
final class ErofsDirectory extends ErofsInode implements ImmutableDirectory {
    ErofsDirectory(ErofsImage image, long number, Head head) {
        super(image, number, head);
    }

    /** One block of entries. */
    private record Page(byte[] bytes, int count, long directory) {
        byte[] name(int i) throws FileFault {
            int start = u16(bytes, i * ErofsFormat.DIRECTORY_ENTRY + 8);
            int end = i + 1 < count ? u16(bytes, (i + 1) * ErofsFormat.DIRECTORY_ENTRY + 8) : bytes.length;
            ErofsImage.require(
                    start >= count * ErofsFormat.DIRECTORY_ENTRY && start < end && end <= bytes.length,
                    "directory " + directory + " has a name from byte " + start + " to " + end);
            int length = end - start;
            if (i + 1 == count) {
                // The last name ends with the block, or before a zero.
                length = 0;
                while (start + length < end && bytes[start + length] != 0) {
                    length++;
                }
            }
            return Arrays.copyOfRange(bytes, start, start + length);
        }

        String text(int i) throws FileFault {
            byte[] name = name(i);
            return FileNames.decode(name, 0, name.length);
        }

        long inode(int i) {
            return i64(bytes, i * ErofsFormat.DIRECTORY_ENTRY);
        }
    }

    @Override
    public List<String> names() throws FileFault {
        List<String> names = new ArrayList<>();
        for (long index = 0; index < pages(); index++) {
            Page page = page(index);
            for (int i = 0; i < page.count(); i++) {
                String name = page.text(i);
                if (isName(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static boolean isName(String text) {
        return !text.equals(".") && !text.equals("..");
    }

    @Override
    public Directory parent() throws FileFault {
        long found = number() == image().rootNumber() ? number() : lookup(new byte[] {'.', '.'});
        if (found >= 0 && image().inode(found) instanceof ErofsDirectory parent) {
            return parent;
        }
        throw new FileFault(FileFault.Reason.CORRUPT, "EROFS: directory " + number() + " has no parent");
    }

    @Override
    public @Nullable Inode find(String name) throws FileFault {
        long found = lookup(FileNames.check(name));
        return found < 0 ? null : (Inode) image().inode(found);
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        for (long index = 0; index < pages(); index++) {
            Page page = page(index);
            for (int i = 0; i < page.count(); i++) {
                String name = page.text(i);
                if (page.inode(i) == child.number() && isName(name)) {
                    return name;
                }
            }
        }
        throw new FileFault(FileFault.Reason.NOT_FOUND, "inode " + child.number());
    }

    /** The inode of that name, or -1: the page first, then the entry, both by halving. */
    private long lookup(byte[] name) throws FileFault {
        long low = 0;
        for (long high = pages() - 1; low < high; ) {
            long middle = (low + high + 1) >>> 1;
            if (Arrays.compareUnsigned(page(middle).name(0), name) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Page page = page(low);
        int first = 0;
        for (int last = page.count() - 1; first < last; ) {
            int middle = (first + last + 1) >>> 1;
            if (Arrays.compareUnsigned(page.name(middle), name) <= 0) {
                first = middle;
            } else {
                last = middle - 1;
            }
        }
        return Arrays.equals(page.name(first), name) ? page.inode(first) : -1;
    }

    private long pages() throws FileFault {
        long pages = (size() + image().blockSize() - 1) / image().blockSize();
        ErofsImage.require(
                pages > 0 && pages <= image().blocks(), "directory " + number() + " of " + size() + " bytes");
        return pages;
    }

    private Page page(long index) throws FileFault {
        long start = index * image().blockSize();
        byte[] bytes = new byte[(int) Math.min(image().blockSize(), size() - start)];
        readContents(start, ByteBuffer.wrap(bytes), bytes.length);
        int count = bytes.length < ErofsFormat.DIRECTORY_ENTRY ? 0 : u16(bytes, 8) / ErofsFormat.DIRECTORY_ENTRY;
        ErofsImage.require(
                count > 0 && count * ErofsFormat.DIRECTORY_ENTRY < bytes.length,
                "directory " + number() + " has a block of " + count + " entries");
        return new Page(bytes, count, number());
    }
}
