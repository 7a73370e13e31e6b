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
 * Replaces a file as a whole: whoever reads it sees the old content or the new one, also after a power cut, and a
 * failure leaves the old one and nothing else. Safe for use by several threads and processes; the last one to finish
 * wins.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file, in a folder that exists.
     *
     * @param attributes what the file is created with, such as permissions; without any, the process's umask decides
     * @throws IOException if that fails; the file is as it was then
     */
    public static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path fresh = folder.resolve("." + file.getFileName() + "." + unique);
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        // The name is content of the folder.
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, String content, FileAttribute<?>... attributes) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), attributes);
    }
}
