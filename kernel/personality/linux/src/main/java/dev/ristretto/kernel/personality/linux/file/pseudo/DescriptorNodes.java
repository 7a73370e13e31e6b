package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.generated.GeneratedNode;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** /proc/PID/fd: a link for each descriptor, which leads to what that stands for. */
final class DescriptorNodes implements GeneratedNode.Names {
    private final Process process;
    private final FileSystem tree;

    DescriptorNodes(Process process, FileSystem tree) {
        this.process = process;
        this.tree = tree;
    }

    @Override
    public List<String> names() {
        return process.descriptors().numbers().stream().map(String::valueOf).toList();
    }

    @Override
    public @Nullable GeneratedNode find(String name) {
        int fd = number(name);
        OpenFile file = fd < 0 ? null : open(fd);
        return file == null ? null : new ToFile(file);
    }

    private @Nullable OpenFile open(int fd) {
        try {
            return process.descriptors().get(fd);
        } catch (PosixException e) {
            return null;
        }
    }

    /** A number as it is written in names, -1 if a name is none. */
    static int number(String name) {
        boolean plain = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain && (name.length() == 1 || name.charAt(0) != '0') ? Integer.parseInt(name) : -1;
    }

    /** How Linux writes what an open file is. */
    private String text(OpenFile file) {
        if (file instanceof InodeFile ofFileSystem) {
            try {
                return process.files().pathOf(ofFileSystem);
            } catch (PosixException e) {
                return ofFileSystem.path() + " (deleted)";
            }
        }
        String number = "[" + Integer.toUnsignedLong(System.identityHashCode(file)) + "]";
        return switch (file.status().kind()) {
            case FileStatus.PIPE -> "pipe:" + number;
            case FileStatus.SOCKET -> "socket:" + number;
            case FileStatus.CHARACTER_DEVICE -> "/dev/console";
            default -> "anon_inode:" + number;
        };
    }

    private final class ToFile implements GeneratedNode.Link {
        private final OpenFile file;

        ToFile(OpenFile file) {
            this.file = file;
        }

        @Override
        public String target() {
            return text(file);
        }

        @Override
        public Location destination() {
            return file instanceof InodeFile ofFileSystem
                    ? ofFileSystem.location()
                    : new Location(new OpenedNode(file), tree.mounts().getFirst());
        }
    }
}
