package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciManifest;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads images by their digests from the files of a store. */
final class ImageReader {
    private final Path root;
    private final Blobs blobs;
    private final ImageOrigins origins;
    private final CheckedContents contents;

    ImageReader(StoreFolder folder, Blobs blobs, ImageOrigins origins) {
        this.root = folder.root();
        this.blobs = blobs;
        this.origins = origins;
        this.contents = new CheckedContents(folder);
    }

    /** @throws DamagedImageException if it cannot be read */
    Image image(String digest, List<ImageName> names) {
        try {
            OciManifest manifest = manifest(digest);
            ImageConfiguration configuration =
                    StableJson.read(blobs.read(manifest.config().digest()), ImageConfiguration.class);
            OciDescriptor kernel = layer(digest, manifest, MediaTypes.KERNEL);
            Path file = blobs.path(kernel.digest());
            if (!blobs.has(kernel)) {
                throw new DamagedImageException(digest, root, "its kernel " + file + " is missing or cut off");
            }
            Optional<Path> debug = manifest.layer(MediaTypes.DEBUG)
                    .map(layer -> blobs.path(layer.digest()))
                    .filter(Files::isRegularFile);
            return new Image(
                    digest,
                    names,
                    file,
                    kernel.size(),
                    debug,
                    root(digest, manifest),
                    configuration,
                    origins.of(digest));
        } catch (IOException e) {
            throw new DamagedImageException(digest, root, e);
        }
    }

    private Optional<Path> root(String digest, OciManifest manifest) throws IOException {
        Optional<OciDescriptor> layer = manifest.layer(MediaTypes.ROOT);
        if (layer.isEmpty()) {
            return Optional.empty();
        }
        Path file = blobs.path(layer.get().digest());
        if (!blobs.has(layer.get())) {
            throw new DamagedImageException(digest, root, "its file system " + file + " is missing or cut off");
        }
        return Optional.of(file);
    }

    /** @throws DamagedImageException if it cannot be read */
    ImageReport report(String digest) {
        try {
            OciDescriptor layer = layer(digest, manifest(digest), MediaTypes.REPORT);
            return StableJson.read(blobs.read(layer.digest()), ImageReport.class)
                    .withDigest(digest);
        } catch (IOException e) {
            throw new DamagedImageException(digest, root, e);
        }
    }

    /**
     * Makes sure that what an image is started from, its kernel and its files, is what it was when it was stored. It is
     * read once for each start of this computer, unless it changes.
     *
     * @throws DamagedImageException if it is not
     */
    void requireIntactForStart(String digest) {
        try {
            OciManifest manifest = manifest(digest);
            List<OciDescriptor> needed = new ArrayList<>(List.of(layer(digest, manifest, MediaTypes.KERNEL)));
            manifest.layer(MediaTypes.ROOT).ifPresent(needed::add);
            for (OciDescriptor part : needed) {
                Path file = blobs.path(part.digest());
                if (!contents.isIntact(file)) {
                    throw changed(digest, file);
                }
            }
        } catch (IOException e) {
            throw new DamagedImageException(digest, root, e);
        }
    }

    /**
     * Reads all files of an image, whatever is remembered of them.
     *
     * @throws DamagedImageException if one is missing or not what it was when it was stored
     */
    void requireIntact(String digest) {
        try {
            for (Map.Entry<String, Path> file : files(digest).entrySet()) {
                if (!Digest.of(file.getValue()).equals(file.getKey())) {
                    throw changed(digest, file.getValue());
                }
            }
        } catch (IOException e) {
            throw new DamagedImageException(digest, root, e);
        }
    }

    private DamagedImageException changed(String digest, Path file) {
        return new DamagedImageException(digest, root, "the content of " + file + " does not match its name");
    }

    /**
     * Makes sure that files which came from elsewhere are those of an image.
     *
     * @throws ImageException if they are not
     */
    void requireForm(String digest) {
        try {
            OciManifest manifest = manifest(digest);
            if (!MediaTypes.ARTIFACT.equals(manifest.artifactType())) {
                throw new ImageException(digest + " is not the manifest of an image: its kind is '"
                        + manifest.artifactType() + "', not " + MediaTypes.ARTIFACT);
            }
            KernelFormat.check(
                    blobs.path(layer(digest, manifest, MediaTypes.KERNEL).digest()));
            ImageReport unused = report(digest);
        } catch (IOException e) {
            throw new DamagedImageException(digest, root, e);
        }
    }

    /**
     * All files of an image by digest, the manifest last.
     *
     * @throws DamagedImageException if one is missing
     */
    Map<String, Path> files(String digest) {
        try {
            Map<String, Path> files = new LinkedHashMap<>();
            for (OciDescriptor part : manifest(digest).parts()) {
                Path file = blobs.path(part.digest());
                if (!blobs.has(part)) {
                    throw new DamagedImageException(digest, root, file + " is missing or cut off");
                }
                files.put(part.digest(), file);
            }
            files.put(digest, blobs.path(digest));
            return files;
        } catch (IOException e) {
            throw new DamagedImageException(digest, root, e);
        }
    }

    /** The files of an image that are not here: its manifest, or others that this names. */
    List<String> missing(String digest) {
        try {
            if (!Files.isRegularFile(blobs.path(digest))) {
                return List.of(digest);
            }
            List<String> missing = new ArrayList<>();
            for (OciDescriptor part : manifest(digest).parts()) {
                if (!blobs.has(part)) {
                    missing.add(part.digest());
                }
            }
            return missing;
        } catch (IOException e) {
            throw new ImageException(digest + " is not the manifest of an image: " + StoreFolder.words(e), e);
        }
    }

    OciManifest manifest(String digest) throws IOException {
        return StableJson.read(blobs.read(digest), OciManifest.class);
    }

    private OciDescriptor layer(String digest, OciManifest manifest, String mediaType) {
        return manifest.layer(mediaType)
                .orElseThrow(() ->
                        new DamagedImageException(digest, root, "its manifest has no layer of type " + mediaType));
    }
}
