package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Provenance;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which images were not built here: a file for each, which says who brought it and when, and goes with it. They stand
 * beside the images, because an image that has lost its names is as foreign as before. The store's lock guards changes.
 */
final class ImageOrigins {
    static final String FOLDER = "origins";

    private final Path folder;

    ImageOrigins(StoreFolder store) {
        this.folder = store.resolve(FOLDER);
    }

    private Path file(String digest) {
        Digest.check(digest);
        return folder.resolve(Digest.hex(digest));
    }

    /** Where an image comes from; empty if it was built here. */
    Optional<Provenance> of(String digest) throws IOException {
        try {
            return Optional.of(StableJson.read(Files.readAllBytes(file(digest)), Provenance.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** From now on an image is foreign. */
    void note(String digest, Provenance origin) throws IOException {
        StoreFolder.create(folder);
        byte[] json = StableJson.write(
                Map.of("sender", origin.sender(), "time", origin.time().toString()));
        StoreFolder.write(file(digest), json);
    }

    /** An image has been built here after all. */
    void forget(String digest) throws IOException {
        Files.deleteIfExists(file(digest));
    }

    /** Forgets all but these images. */
    void retain(Set<String> digests) throws IOException {
        for (Path file : StoreFolder.files(folder)) {
            if (!digests.contains(Digest.PREFIX + file.getFileName())) {
                Files.deleteIfExists(file);
            }
        }
    }
}
