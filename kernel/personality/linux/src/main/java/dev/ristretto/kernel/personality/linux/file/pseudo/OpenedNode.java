package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.Device;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.immutable.ImmutableInode;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What /proc/PID/fd leads to where a descriptor stands for a pipe or the console: opening it gives that again. */
final class OpenedNode extends ImmutableInode implements FileOpening.Opened {
    private static final int PERMISSIONS = 0600;
    private static final long NO_TIME = 0;

    private final OpenFile file;

    OpenedNode(OpenFile file) {
        this.file = file;
    }

    /** Sockets cannot be opened (open(2)). */
    @Override
    public OpenFile opened() throws PosixException {
        if (file.status().kind() == FileStatus.SOCKET) {
            throw new PosixException(Errno.ENXIO);
        }
        return file;
    }

    @Override
    public FileKind kind() {
        return switch (file.status().kind()) {
            case FileStatus.PIPE -> FileKind.PIPE;
            case FileStatus.SOCKET -> FileKind.SOCKET;
            default -> FileKind.DEVICE;
        };
    }

    /** It is opened instead of being used by way of this. */
    @Override
    public Device device() {
        return new Device() {
            @Override
            public int read(ByteBuffer target) {
                return -1;
            }

            @Override
            public void write(ByteBuffer source) {
                source.position(source.limit());
            }
        };
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public long number() {
        return Integer.toUnsignedLong(System.identityHashCode(file));
    }

    @Override
    public int permissions() {
        return PERMISSIONS;
    }

    @Override
    public int user() {
        return 0;
    }

    @Override
    public int group() {
        return 0;
    }

    @Override
    public long created() {
        return NO_TIME;
    }

    @Override
    public long accessed() {
        return NO_TIME;
    }

    @Override
    public long modified() {
        return NO_TIME;
    }

    @Override
    public long changed() {
        return NO_TIME;
    }

    @Override
    public int links() {
        return 1;
    }

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public byte @Nullable [] attribute(String name) {
        return null;
    }
}
