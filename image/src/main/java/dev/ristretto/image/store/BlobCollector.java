package dev.ristretto.image.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes the files that no image needs any more: neither one with a name nor one with a lease. The store's lock guards
 * it.
 */
final class BlobCollector {
    private final Path root;
    private final Blobs blobs;
    private final ImageReader reader;
    private final ImageLeases leases;
    private final ImageOrigins origins;

    BlobCollector(Path root, Blobs blobs, ImageReader reader, ImageLeases leases, ImageOrigins origins) {
        this.root = root;
        this.blobs = blobs;
        this.reader = reader;
        this.leases = leases;
        this.origins = origins;
    }

    /** Replaces the index of the store, then deletes what it no longer refers to. */
    void replace(ImageIndex index) throws IOException {
        if (index.write(root)) {
            collect(index);
        }
    }

    /** Deletes what neither this index nor a lease refers to. */
    void collect(ImageIndex index) throws IOException {
        Set<String> images = leases.digests();
        blobs.retain(usage(index, images).needed());
        images.addAll(index.digests());
        origins.retain(images);
    }

    /** Which files the images of an index, and those that leases keep, need. */
    BlobUsage usage(ImageIndex index, Set<String> leased) throws IOException {
        Set<String> images = new HashSet<>(leased);
        images.addAll(index.digests());
        return BlobUsage.of(blobs, reader, images);
    }
}
