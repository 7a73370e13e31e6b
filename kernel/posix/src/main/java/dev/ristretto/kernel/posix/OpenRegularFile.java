package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;

/** An open regular file: a position in it, and what it may be used for. Each operation is atomic. */
final class OpenRegularFile extends InodeFile {
    private final RegularFile file;
    private volatile boolean appending;
    private final boolean synchronous;
    private long position;

    /** @param flags those of {@link FileOpening} that say how to write */
    OpenRegularFile(RegularFile file, Location location, boolean readable, boolean writable, int flags) {
        super(location, readable, writable);
        this.file = file;
        appending = (flags & FileOpening.APPEND) != 0;
        synchronous = (flags & FileOpening.SYNCHRONOUS) != 0;
    }

    @Override
    public int statusFlags() {
        return super.statusFlags() | (appending ? FileOpening.APPEND : 0) | (synchronous ? FileOpening.SYNCHRONOUS : 0);
    }

    @Override
    public void setAppending(boolean value) {
        appending = value;
    }

    @Override
    protected synchronized int tryRead(ByteBuffer target) throws PosixException {
        int count = readAt(target, position);
        position += Math.max(count, 0);
        return count;
    }

    @Override
    protected synchronized int tryWrite(ByteBuffer source) throws PosixException {
        checkWritable();
        if (!appending) {
            int count = writeAt(source, position);
            position += count;
            return count;
        }
        int length = source.remaining();
        try {
            position = file.append(source);
            finishWrite(length - source.remaining());
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
        return length - source.remaining();
    }

    @Override
    public int readAt(ByteBuffer target, long at) throws PosixException {
        checkReadable();
        try {
            return file.read(at, target);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    @Override
    public int writeAt(ByteBuffer source, long at) throws PosixException {
        checkWritable();
        try {
            int count = file.write(at, source);
            finishWrite(count);
            return count;
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    private void finishWrite(int count) throws FileFault {
        if (count > 0) {
            location().changed(FileChange.MODIFIED);
        }
        if (synchronous) {
            file.sync();
        }
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized void seek(long target) throws PosixException {
        if (target < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        position = target;
    }

    @Override
    public void truncate(long size) throws PosixException {
        checkWritable();
        try {
            file.truncate(size);
            location().changed(FileChange.MODIFIED);
        } catch (FileFault e) {
            throw FileFaults.of(e);
        }
    }

    @Override
    public synchronized int available() {
        return (int) Math.clamp(file.size() - position, 0, Integer.MAX_VALUE);
    }
}
