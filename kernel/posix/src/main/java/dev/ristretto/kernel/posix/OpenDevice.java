package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.DeviceFile;
import dev.ristretto.kernel.filesystem.Location;
import java.nio.ByteBuffer;

/** An open device: bytes come and go without a position. */
final class OpenDevice extends InodeFile {
    private final DeviceFile file;

    OpenDevice(DeviceFile file, Location location, boolean readable, boolean writable) {
        super(location, readable, writable);
        this.file = file;
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        checkReadable();
        return file.device().read(target);
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        checkWritable();
        int length = source.remaining();
        file.device().write(source);
        if (length > 0 && source.remaining() == length) {
            throw new PosixException(Errno.ENOSPC);
        }
        return length - source.remaining();
    }

    @Override
    public int readAt(ByteBuffer target, long position) throws PosixException {
        return tryRead(target);
    }

    @Override
    public int writeAt(ByteBuffer source, long position) throws PosixException {
        return tryWrite(source);
    }

    /** Linux lets one seek in its memory devices, to no effect. */
    @Override
    public long position() {
        return 0;
    }

    @Override
    public void seek(long position) {}

    @Override
    public int available() {
        return 0;
    }
}
