package dev.ristretto.image.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that readers see complete, old or new: they get their name when they are whole. Safe for several threads
 * and processes.
 */
public final class AtomicWrite {
    private AtomicWrite() {}

    /**
     * Writes a file. After a loss of power it may be cut off, which a reader notices by its size or digest: waiting for
     * the disk can take seconds while others write.
     */
    public static void write(Path target, byte[] content) throws IOException {
        Path temporary = temporary(target);
        Files.write(temporary, content);
        rename(temporary, target);
    }

    /** Writes a file so that even a loss of power leaves the old or the new content. */
    public static void writeDurably(Path target, byte[] content) throws IOException {
        Path temporary = temporary(target);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        rename(temporary, target);
        Path parent = target.getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /** A file beside the target that no other thread or process writes. */
    static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + "-"
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId() + ".new");
    }

    /** Gives a whole file its name. */
    static void rename(Path temporary, Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
