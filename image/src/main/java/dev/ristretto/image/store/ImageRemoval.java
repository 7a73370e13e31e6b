package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes names, and images with them, out of a store. Each change takes the lock of the store. */
final class ImageRemoval {
    private final IndexFiles indexes;
    private final ImageLeases leases;
    private final BlobCollector collector;

    ImageRemoval(IndexFiles indexes, ImageLeases leases, BlobCollector collector) {
        this.indexes = indexes;
        this.leases = leases;
        this.collector = collector;
    }

    /** See {@link ImageStore#remove}. */
    RemovedName remove(String reference) throws IOException {
        try (FolderLock lock = indexes.lock()) {
            ImageIndex index = indexes.read();
            String digest = index.find(reference);
            List<ImageName> names = index.names(digest);
            boolean last = names.size() == 1;
            ImageName name = names.stream()
                    .filter(candidate -> last || candidate.isWritten(reference))
                    .findFirst()
                    .orElseThrow(() -> new SeveralNamesException(reference, names));
            List<String> holders = last ? leases.holders(digest) : List.of();
            if (!holders.isEmpty()) {
                throw new ImageInUseException(name, holders);
            }
            collector.replace(index.without(name));
            return new RemovedName(name, digest, last);
        }
    }

    /** See {@link ImageStore#release}. */
    void release(String holder) throws IOException {
        try (FolderLock lock = indexes.lock()) {
            Optional<String> digest = leases.digest(holder);
            ImageIndex index = indexes.read();
            if (leases.remove(holder) && digest.filter(index::contains).isEmpty()) {
                collector.collect(index);
            }
        }
    }

    /** See {@link ImageStore#prune}. */
    PrunedImages prune(boolean unused, boolean dry) throws IOException {
        try (FolderLock lock = indexes.lock()) {
            ImageIndex index = indexes.read();
            Set<String> leased = leases.digests();
            ImageIndex kept = unused ? index.retain(leased::contains) : index;
            List<ImageName> names = new ArrayList<>();
            index.names().forEach((digest, all) -> {
                if (!kept.contains(digest)) {
                    names.addAll(all);
                }
            });
            names.sort(null);
            Map<String, Long> waste = collector.usage(kept, leased).leftOvers();
            if (!dry) {
                if (!names.isEmpty()) {
                    collector.replace(kept);
                }
                collector.collect(kept);
            }
            return new PrunedImages(names, waste.size(), BlobUsage.sum(waste));
        }
    }
}
