package dev.ristretto.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The content-addressed files of a store. A file under its final name is complete; writers hold the store's lock. */
final class Blobs {
    private final Path folder;

    Blobs(Path root) {
        this.folder = root.resolve("blobs/sha256");
    }

    Path path(String digest) {
        return folder.resolve(Digest.hex(digest));
    }

    /** Stores bytes and returns their digest. */
    String put(byte[] bytes) throws IOException {
        String digest = Digest.of(bytes);
        Path target = path(digest);
        if (!Files.exists(target) || Files.size(target) != bytes.length) {
            Files.createDirectories(folder);
            write(target, bytes);
        }
        return digest;
    }

    /** Lets Linux execute a bootable file, if the file system can say so. */
    static void makeExecutable(Path file) {
        boolean unused = file.toFile().setExecutable(true, false);
    }

    /** Reads a small blob and checks its digest. */
    byte[] read(String digest) throws IOException {
        byte[] bytes = Files.readAllBytes(path(digest));
        if (!Digest.of(bytes).equals(digest)) {
            throw new ImageException(path(digest) + " is damaged: its content does not match its name");
        }
        return bytes;
    }

    /** Sizes of all files by digest, left-overs of interrupted writes included. */
    Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    sizes.put(Digest.PREFIX + file.getFileName(), Files.size(file));
                }
            }
        }
        return sizes;
    }

    /** Deletes everything but the given digests, left-overs of interrupted writes included. */
    void retain(Set<String> digests) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!digests.contains(Digest.PREFIX + file.getFileName())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Writes a file that readers see complete or not at all. After a loss of power it may be cut off, which a reader
     * notices by its size or digest: waiting for the disk can take seconds while others write.
     */
    static void write(Path target, byte[] bytes) throws IOException {
        Path temporary = temporary(target);
        Files.write(temporary, bytes);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + "-"
                + ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId() + ".new");
    }

    /** Writes a file so that even a loss of power leaves the old or the new content. */
    static void replace(Path target, byte[] bytes) throws IOException {
        Path temporary = temporary(target);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = target.getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
