package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Remembers what was found out about this host between two calls, one small file per question. A cache only: whatever
 * goes wrong with its files, the question is asked again.
 */
final class VerdictCache {

    private final Path folder;

    VerdictCache(Path folder) {
        this.folder = folder;
    }

    /** What names a file's present content without reading it: path, size and time of modification. */
    static String identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> read(String question) {
        try {
            return Optional.of(Files.readString(file(question)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(String question, String answer) {
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file(question), answer);
        } catch (IOException e) {
            // The answer is found again next time.
        }
    }

    private Path file(String question) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(question.getBytes(StandardCharsets.UTF_8));
            return folder.resolve("verdict-" + HexFormat.of().formatHex(digest, 0, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
