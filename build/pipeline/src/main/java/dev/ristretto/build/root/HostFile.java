package dev.ristretto.build.root;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.immutable.ImmutableFile;
import dev.ristretto.kernel.filesystem.immutable.PlainInode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A regular file, whose contents stay where they are until they are read. */
final class HostFile extends PlainInode implements ImmutableFile {
    private final Path path;
    private final long size;

    HostFile(long number, int permissions, long modified, Path path, long size) {
        super(number, permissions, 0, modified);
        this.path = path;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileFault {
        try (FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return channel.read(target, position);
        } catch (IOException e) {
            throw new FileFault(FileFault.Reason.IO, path + ": " + e.getMessage(), e);
        }
    }
}
