package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.immutable.ImmutableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A regular file, whose contents stay where they are, a part of a file of this host, until they are read. */
final class HostFile extends OwnedInode implements ImmutableFile {
    private final Path path;
    private final long offset;
    private final long size;

    HostFile(long number, PreparedFile.Properties properties, Path path, long offset, long size) {
        super(number, properties);
        this.path = path;
        this.offset = offset;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileFault {
        int room = (int) Math.clamp(size - position, 0, target.remaining());
        if (room == 0 && target.hasRemaining()) {
            return -1;
        }
        int limit = target.limit();
        try (FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return channel.read(target.limit(target.position() + room), offset + position);
        } catch (IOException e) {
            throw new FileFault(FileFault.Reason.IO, path + ": " + e.getMessage(), e);
        } finally {
            target.limit(limit);
        }
    }
}
