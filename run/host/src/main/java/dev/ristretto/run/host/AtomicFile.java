package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces a file as a whole: whoever reads it sees the old content or the new one, and a failure leaves the old one
 * and nothing else. Safe for use by several threads and processes; the last one to finish wins.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes the new content to a file that is nobody else's yet. */
    @FunctionalInterface
    public interface Content {
        /** Writes it; the file is not there yet, or empty. */
        void writeTo(Path fresh) throws IOException;
    }

    /**
     * Writes a file, in a folder that exists, so that even a power cut leaves the old or the new content.
     *
     * @param attributes what the file is created with, such as permissions; without any, the process's umask decides
     * @throws IOException if that fails; the file is as it was then
     */
    public static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        replace(file, fresh -> {
            try (FileChannel channel = create(fresh, content, attributes)) {
                channel.force(true);
            }
        });
        // The name is content of the folder.
        try (FileChannel names = FileChannel.open(folder(file))) {
            names.force(true);
        }
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, String content, FileAttribute<?>... attributes) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), attributes);
    }

    /**
     * Writes a file without waiting for the disk, which can take seconds while others write. After a power cut it may
     * be cut off: for what can be made again, or whose readers notice by its size or digest.
     *
     * @param attributes what the file is created with
     */
    public static void writeSoon(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        replace(file, fresh -> create(fresh, content, attributes).close());
    }

    private static FileChannel create(Path fresh, byte[] content, FileAttribute<?>... attributes) throws IOException {
        FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The same with content of any length; nothing is left of what could not be written, nor of what its writer
     * refuses.
     */
    public static void replace(Path file, Content content) throws IOException {
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path fresh = folder(file).resolve("." + file.getFileName() + "." + unique);
        try {
            content.writeTo(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException still) {
                e.addSuppressed(still);
            }
            throw e;
        }
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        return folder;
    }
}
