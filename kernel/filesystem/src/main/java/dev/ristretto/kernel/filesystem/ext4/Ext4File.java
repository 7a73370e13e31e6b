package dev.ristretto.kernel.filesystem.ext4;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.ext4.layout.BlockAllocator;
import dev.ristretto.kernel.filesystem.ext4.layout.Extent;
import dev.ristretto.kernel.filesystem.ext4.layout.InodeFields;
import java.nio.ByteBuffer;

/** A regular file. Its blocks are taken when something is written to them: what is between is a hole. */
final class Ext4File extends Ext4Inode implements RegularFile {
    /** Blocks that one operation takes at most. */
    private static final int MOST_BLOCKS = 2048;

    /** Rows of blocks that one look for a hole's end passes at most. */
    private static final int MOST_ROWS = 1024;

    private final FileData data;

    Ext4File(Ext4Parts parts, long number, InodeFields fields) {
        super(parts, number, fields);
        data = new FileData(parts.metadata());
    }

    /** How many bytes a file can have: the numbers of its blocks have 32 bits, and so has how many there are. */
    static long largest(int blockSize) {
        return ((1L << 32) - 1) * blockSize;
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileFault {
        return operations().read(() -> {
            long size = fields().size();
            if (position >= size) {
                return target.hasRemaining() ? -1 : 0;
            }
            int count = (int) Math.min(target.remaining(), size - position);
            for (int done = 0; done < count; ) {
                done += readRow(position + done, target, count - done);
            }
            return count;
        });
    }

    @Override
    public long skipHole(long position) throws FileFault {
        return operations().read(() -> {
            long size = fields().size();
            long at = position;
            for (int rows = 0; rows < MOST_ROWS && at < size; rows++) {
                Extent extent = map(at / blockSize());
                if (extent.written()) {
                    break;
                }
                at = extent.end() * blockSize();
            }
            return at == position ? at : Math.min(at, size);
        });
    }

    private int readRow(long position, ByteBuffer target, int most) throws FileFault {
        int blockSize = blockSize();
        int within = (int) (position % blockSize);
        Extent extent = map(position / blockSize);
        int length = (int) Math.min(most, extent.length() * blockSize - within);
        if (extent.isHole() || !extent.written()) {
            target.put(new byte[length]);
        } else {
            data.read(extent.physical(), within, target, length);
        }
        return length;
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileFault {
        synchronized (operations()) {
            return write(position, source, InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
        }
    }

    @Override
    public long append(ByteBuffer source) throws FileFault {
        synchronized (operations()) {
            long end = fields().size();
            return end + write(end, source, InodeFields.IMMUTABLE);
        }
    }

    private int write(long position, ByteBuffer source, int forbidden) throws FileFault {
        int count = source.remaining();
        checkSize(position, count);
        int start = source.position();
        if (count > 0 && position > fields().size()) {
            clearRest();
        }
        while (source.hasRemaining()) {
            int before = source.position();
            try {
                operations().change(() -> {
                    requireChangeable(forbidden);
                    source.position(before);
                    writeRow(position + before - start, source);
                });
            } catch (FileFault e) {
                source.position(before);
                if (before == start) {
                    throw e;
                }
                break;
            }
        }
        return source.position() - start;
    }

    /** Writes up to the end of the blocks that are in a row, or could be taken in a row. */
    private void writeRow(long position, ByteBuffer source) throws FileFault {
        requireExtents();
        int blockSize = blockSize();
        long logical = position / blockSize;
        int within = (int) (position % blockSize);
        long wanted = Math.min((within + (long) source.remaining() + blockSize - 1) / blockSize, MOST_BLOCKS);
        Extent extent = map(logical);
        InodeFields fields = edit();
        boolean fresh = extent.isHole();
        if (fresh) {
            int most = (int) Math.min(wanted, extent.length());
            BlockAllocator.Run run = parts().blocks().allocate(goal(logical), most);
            extent = new Extent(logical, run.first(), run.count(), true);
        } else {
            extent = extent.part(logical, logical + Math.min(wanted, extent.length()));
        }
        int length = (int) Math.min(source.remaining(), extent.length() * blockSize - within);
        data.write(extent.physical(), within, source, length, fresh || !extent.written());
        if (fresh) {
            parts().tree(this).insert(extent);
            addBlocks(extent.length());
        } else if (!extent.written()) {
            parts().tree(this).markWritten(logical, extent.length());
        }
        fields.setSize(Math.max(fields.size(), position + length));
        touch(fields);
        store();
    }

    @Override
    public void truncate(long size) throws FileFault {
        synchronized (operations()) {
            checkSize(size, 0);
            long before = fields().size();
            if (size > before) {
                clearRest();
            }
            boolean shorter = size < before;
            operations().change(() -> {
                requireChangeable(InodeFields.IMMUTABLE | InodeFields.APPEND_ONLY);
                requireExtents();
                InodeFields fields = edit();
                fields.setSize(size);
                touch(fields);
                if (shorter) {
                    parts().orphans().add(this);
                }
                store();
            });
            if (shorter) {
                parts().orphans().cut(this, (size + blockSize() - 1) / blockSize());
                clearRest();
                operations().change(() -> {
                    if (fields().links() > 0) {
                        parts().orphans().remove(this);
                    }
                    store();
                });
            }
        }
    }

    /** What is behind the end in the last block must be zero before the file may become longer. */
    private void clearRest() throws FileFault {
        int within = (int) (fields().size() % blockSize());
        if (within == 0) {
            return;
        }
        operations().change(() -> {
            requireChangeable(InodeFields.IMMUTABLE);
            Extent extent = map(fields().size() / blockSize());
            if (!extent.isHole() && extent.written()) {
                data.clearRest(extent.physical(), within);
            }
        });
    }

    private void requireExtents() throws FileFault {
        if (!fields().has(InodeFields.EXTENTS)) {
            throw new FileFault(FileFault.Reason.UNSUPPORTED, "inode " + number() + " has no extents");
        }
    }

    /** Behind the block before, else where the inode is. */
    private long goal(long logical) throws FileFault {
        if (logical > 0) {
            Extent before = map(logical - 1);
            if (!before.isHole()) {
                return before.physical() + 1;
            }
        }
        return parts().table().goal(number());
    }

    private void touch(InodeFields fields) {
        long now = operations().now();
        fields.setTime(InodeFields.MODIFIED, now);
        fields.setTime(InodeFields.CHANGED, now);
    }

    private int blockSize() {
        return parts().metadata().blockSize();
    }

    private void checkSize(long position, long count) throws FileFault {
        if (position < 0) {
            throw new FileFault(FileFault.Reason.INVALID, "position " + position);
        }
        long largest = largest(blockSize());
        if (position > largest - count) {
            throw new FileFault(
                    FileFault.Reason.TOO_LARGE,
                    "position " + position + " and " + count + " bytes, at most " + largest);
        }
    }
}
