package dev.ristretto.image.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    static final String FOLDER = "holds";

    private final Path folder;

    ImageLeases(StoreFolder store) {
        this.folder = store.resolve(FOLDER);
    }

    /** Digests by holder. */
    Map<String, String> all() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : StoreFolder.files(folder)) {
            String name = file.getFileName().toString();
            // One that begins with a dot is a lease that a crash has kept from becoming one.
            if (!name.startsWith(".")) {
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
        StoreFolder.create(folder);
        StoreFolder.writeSoon(folder.resolve(holder), (digest + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    boolean remove(String holder) throws IOException {
        return Files.deleteIfExists(folder.resolve(holder));
    }
}
