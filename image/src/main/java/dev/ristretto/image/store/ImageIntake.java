package dev.ristretto.image.store;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.Provenance;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds images and leases. Each takes the lock of the store, and leaves nothing behind if it fails. */
final class ImageIntake {
    private final IndexFiles indexes;
    private final Blobs blobs;
    private final ImageReader reader;
    private final ImageOrigins origins;
    private final ImageLeases leases;
    private final BlobCollector collector;
    private final ImageLookup lookup;

    ImageIntake(
            IndexFiles indexes,
            Blobs blobs,
            ImageReader reader,
            ImageOrigins origins,
            ImageLeases leases,
            BlobCollector collector,
            ImageLookup lookup) {
        this.indexes = indexes;
        this.blobs = blobs;
        this.reader = reader;
        this.origins = origins;
        this.leases = leases;
        this.collector = collector;
        this.lookup = lookup;
    }

    /** See {@link ImageStore#put}. */
    Image put(ImageName name, PackedImage packed) throws IOException {
        try (FolderLock lock = indexes.lock()) {
            ImageIndex index = indexes.read();
            return unlessItFails(() -> {
                for (Map.Entry<OciDescriptor, Path> file : packed.files().entrySet()) {
                    blobs.put(file.getKey(), file.getValue());
                }
                for (byte[] blob : packed.blobs()) {
                    blobs.put(blob);
                }
                enter(index, name, packed.digest());
                // Whoever has brought the same before, this one was built here.
                origins.forget(packed.digest());
                return lookup.resolve(name.toString());
            });
        }
    }

    /** See {@link ImageStore#adopt}. */
    Image adopt(ImageName name, String digest, Provenance origin, boolean replace) throws IOException {
        try (FolderLock lock = indexes.lock()) {
            List<String> missing = reader.missing(digest);
            if (!missing.isEmpty()) {
                throw new ImageException(name + " is not complete: " + String.join(", ", missing) + " is missing");
            }
            ImageIndex index = indexes.read();
            Optional<String> holder = index.holder(name);
            if (!replace && holder.isPresent() && !holder.get().equals(digest)) {
                throw new NameTakenException(name, holder.get());
            }
            return unlessItFails(() -> {
                reader.requireForm(digest);
                boolean known = index.contains(digest) || leases.digests().contains(digest);
                if (!known) {
                    origins.note(digest, origin);
                }
                enter(index, name, digest);
                return lookup.resolve(name.toString());
            });
        }
    }

    /** See {@link ImageStore#lease}. */
    Image lease(String reference, String holder) throws IOException {
        try (FolderLock lock = indexes.lock()) {
            Image image = lookup.resolve(reference);
            leases.add(holder, image.digest());
            return image;
        }
    }

    /** A change that writes files before the index. */
    private interface Change {
        Image make() throws IOException;
    }

    /** Makes a change; what it has written is deleted if it fails. */
    private Image unlessItFails(Change change) throws IOException {
        try {
            return change.make();
        } catch (IOException | RuntimeException e) {
            try {
                collector.collect(indexes.read());
            } catch (IOException | RuntimeException still) {
                e.addSuppressed(still);
            }
            throw e;
        }
    }

    /** Adds an image of which all files are there. */
    private void enter(ImageIndex index, ImageName name, String digest) throws IOException {
        if (name.digest().isPresent() && !name.digest().get().equals(digest)) {
            throw new ImageException("What is to be called " + name + " has the digest " + digest);
        }
        StoreFolder.makeExecutable(reader.image(digest, List.of(name)).kernel());
        collector.replace(index.with(name, digest, Files.size(blobs.path(digest))));
    }
}
