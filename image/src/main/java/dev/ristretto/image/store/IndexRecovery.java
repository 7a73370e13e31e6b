package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciManifest;
import dev.ristretto.image.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** Finds the images of a store whose index is lost. */
final class IndexRecovery {
    /** Manifests list a handful of files. */
    private static final long LARGEST_MANIFEST = 64 << 10;

    private static final String REPOSITORY = "recovered";
    private static final int DIGITS = 12;

    private final Blobs blobs;
    private final ImageReader reader;
    private final ImageOrigins origins;

    IndexRecovery(Blobs blobs, ImageReader reader, ImageOrigins origins) {
        this.blobs = blobs;
        this.reader = reader;
        this.origins = origins;
    }

    /** What is there of an index that was not kept up to date to the last. */
    ImageIndex existing(ImageIndex index) {
        return index.retain(digest -> Files.isRegularFile(blobs.path(digest)));
    }

    /** All images by their manifests. What they were called nobody knows, so they are called by their digests. */
    ImageIndex search() throws IOException {
        ImageIndex found = ImageIndex.EMPTY.ofUnknownOrigin();
        for (Map.Entry<String, Long> file : blobs.sizes().entrySet()) {
            if (file.getValue() <= LARGEST_MANIFEST && isManifest(file.getKey())) {
                String digits = Digest.hex(file.getKey()).substring(0, DIGITS);
                found = found.with(ImageName.local(REPOSITORY, digits), file.getKey(), file.getValue());
            }
        }
        return found;
    }

    private boolean isManifest(String digest) {
        try {
            OciManifest manifest = reader.manifest(digest);
            return MediaTypes.ARTIFACT.equals(manifest.artifactType())
                    && MediaTypes.CONFIGURATION.equals(manifest.config().mediaType())
                    && manifest.layer(MediaTypes.KERNEL).isPresent();
        } catch (IOException | ImageException e) {
            return false;
        }
    }

    /**
     * Among what was found by itself may be images that somebody has sent and nobody has taken in: until they are built
     * here they count as foreign.
     */
    void keepDoubts(ImageIndex index) throws IOException {
        if (index.isOfUnknownOrigin()) {
            for (OciDescriptor entry : index.sorted()) {
                if (origins.of(entry.digest()).isEmpty()) {
                    origins.note(entry.digest(), doubt(entry.digest()));
                }
            }
        }
    }

    /** An image that was found by itself, with what is known of its origin. */
    Image doubted(Image image) {
        try {
            return image.origin().isPresent()
                    ? image
                    : new Image(
                            image.digest(),
                            image.names(),
                            image.kernel(),
                            image.kernelBytes(),
                            image.debug(),
                            image.root(),
                            image.configuration(),
                            Optional.of(doubt(image.digest())));
        } catch (IOException e) {
            throw new ImageException(
                    "Where " + image.digest() + " comes from cannot be read: " + StoreFolder.words(e), e);
        }
    }

    private Provenance doubt(String digest) throws IOException {
        return new Provenance(
                "nobody knows, it was found in a damaged store",
                Files.getLastModifiedTime(blobs.path(digest)).toInstant());
    }
}
