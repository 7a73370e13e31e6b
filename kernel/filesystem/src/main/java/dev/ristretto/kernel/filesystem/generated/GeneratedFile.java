package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;

/**
 * A file whose content is made anew each time that it is read from its beginning; what is behind stays as it was then.
 * Whoever opens it gets an object of his own ({@link #whenOpened}). Its length is said to be 0, as that of Linux's is.
 */
final class GeneratedFile extends GeneratedInode implements RegularFile {
    private static final int READABLE = 0444;
    private static final int WRITABLE = 0644;
    private static final int LONGEST_WRITE = 4096;
    private static final byte[] NOTHING = {};

    private final GeneratedNode.Content content;
    private byte[] bytes = NOTHING;

    GeneratedFile(GeneratedVolume volume, long number, GeneratedNode.Content content) {
        super(volume, number, content.writable() ? WRITABLE : READABLE);
        this.content = content;
    }

    @Override
    public RegularFile whenOpened() {
        return new GeneratedFile(volume(), number(), content);
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public synchronized int read(long position, ByteBuffer target) throws FileFault {
        if (position == 0) {
            bytes = content.bytes();
        }
        if (position >= bytes.length) {
            return -1;
        }
        int count = Math.min(target.remaining(), bytes.length - (int) position);
        target.put(bytes, (int) position, count);
        return count;
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileFault {
        byte[] written = new byte[Math.min(source.remaining(), LONGEST_WRITE)];
        source.get(written);
        content.write(written);
        return written.length;
    }

    @Override
    public long append(ByteBuffer source) throws FileFault {
        return write(0, source);
    }

    /** Opening it to write cuts nothing, as there is nothing kept. */
    @Override
    public void truncate(long size) throws FileFault {
        if (!content.writable()) {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, "what is generated");
        }
    }
}
