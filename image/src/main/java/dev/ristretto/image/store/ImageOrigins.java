package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageProvenance;
import dev.ristretto.image.model.StableJson;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers of images that were not built here where they come from: a file for each, called by the digits of its
 * digest. The store's lock guards changes.
 */
final class ImageOrigins {

    private final Path folder;

    ImageOrigins(Path root) {
        this.folder = root.resolve("origins");
    }

    /** Where an image comes from; empty if it was built here. */
    Optional<ImageProvenance> find(String digest) throws IOException {
        try {
            return Optional.of(StableJson.read(Files.readAllBytes(file(digest)), ImageProvenance.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void add(String digest, ImageProvenance origin) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.writeSoon(file(digest), StableJson.write(origin));
    }

    /** It was built here as well, with the same content. */
    void remove(String digest) throws IOException {
        Files.deleteIfExists(file(digest));
    }

    /** Forgets all but those of these images. */
    void retain(Set<String> digests) throws IOException {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    if (!digests.contains("sha256:" + file.getFileName())) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private Path file(String digest) {
        Digest.check(digest);
        return folder.resolve(digest.substring(digest.indexOf(':') + 1));
    }
}
