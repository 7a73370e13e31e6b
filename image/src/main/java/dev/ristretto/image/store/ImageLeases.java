package dev.ristretto.image.store;

import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Leases keep images that somebody needs, whatever becomes of their names: a file for each holder, which contains the
 * image's digest. The store's lock guards changes.
 */
final class ImageLeases {

    private final Path folder;

    ImageLeases(Path root) {
        this.folder = root.resolve("holds");
    }

    /** Digests by holder. */
    Map<String, String> all() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            List<Path> holders = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    // One that begins with a dot is a lease that a crash has kept from becoming one.
                    if (!file.getFileName().toString().startsWith(".")) {
                        holders.add(file);
                    }
                }
            }
            for (Path holder : holders) {
                String name = holder.getFileName().toString();
                // Somebody may have let go meanwhile.
                digest(name).ifPresent(digest -> digests.put(name, digest));
            }
        }
        return digests;
    }

    /** The images that leases keep. */
    Set<String> digests() throws IOException {
        return new HashSet<>(all().values());
    }

    /** The image of a holder. */
    Optional<String> digest(String holder) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(holder)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Who holds an image, sorted. */
    List<String> holders(String digest) throws IOException {
        return all().entrySet().stream()
                .filter(lease -> lease.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .toList();
    }

    void add(String holder, String digest) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.writeSoon(folder.resolve(holder), (digest + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    boolean remove(String holder) throws IOException {
        return Files.deleteIfExists(folder.resolve(holder));
    }
}
