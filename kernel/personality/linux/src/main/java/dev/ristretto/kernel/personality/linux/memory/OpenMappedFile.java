package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;

/** An open file as one that is mapped. */
public final class OpenMappedFile implements MappedFile {
    private final InodeFile file;
    private final String path;

    /**
     * @param file a regular one
     * @param path where it was found
     */
    public OpenMappedFile(InodeFile file, String path) {
        this.file = file;
        this.path = path;
    }

    @Override
    public int read(long position, byte[] target, int length) throws PosixException {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
        while (buffer.hasRemaining()) {
            int count = file.readAt(buffer, position + buffer.position());
            if (count <= 0) {
                break;
            }
        }
        return buffer.position();
    }

    @Override
    public int write(long position, byte[] source, int length) throws PosixException {
        return file.writeAt(ByteBuffer.wrap(source, 0, length), position);
    }

    @Override
    public long size() throws PosixException {
        return file.size();
    }

    @Override
    public void sync() throws PosixException {
        file.sync();
    }

    @Override
    public boolean isReadable() {
        return file.isReadable();
    }

    @Override
    public boolean isWritable() {
        return file.isWritable();
    }

    @Override
    public Object identity() {
        return file.inode();
    }

    @Override
    public long device() {
        return status().device();
    }

    @Override
    public long number() {
        return status().inode();
    }

    private FileStatus status() {
        return file.status();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void mapped() {
        file.inode().open();
    }

    @Override
    public void unmapped() {
        file.inode().close();
    }
}
