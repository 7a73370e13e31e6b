package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/** Which files of a store which images need. A snapshot, taken under the store's lock. */
final class BlobUsage {

    private final Map<String, Long> sizes;
    private final Map<String, Set<String>> needs = new HashMap<>();

    private BlobUsage(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

    /** What these images need. */
    static BlobUsage of(Blobs blobs, ImageReader reader, Set<String> images) throws IOException {
        BlobUsage usage = new BlobUsage(blobs.sizes());
        for (String image : images) {
            usage.needs.put(image, usage.needs(reader, image));
        }
        return usage;
    }

    /** What a damaged image refers to is unknown: it needs everything, so that nothing is deleted until it is gone. */
    private Set<String> needs(ImageReader reader, String image) {
        Set<String> needed = new HashSet<>(Set.of(image));
        try {
            reader.manifest(image).parts().forEach(part -> needed.add(part.digest()));
        } catch (IOException | ImageException e) {
            needed.addAll(sizes.keySet());
        }
        return needed;
    }

    /** The files that some image needs. */
    Set<String> needed() {
        Set<String> all = new HashSet<>();
        needs.values().forEach(all::addAll);
        return all;
    }

    /** Sizes of the files that no image needs, left-overs of interrupted writes included. */
    Map<String, Long> leftOvers() {
        Map<String, Long> rest = new TreeMap<>(sizes);
        rest.keySet().removeAll(needed());
        return rest;
    }

    /** The whole, if leases keep these images. */
    StoreUsage total(Set<String> leased) {
        Map<String, Long> leftOvers = leftOvers();
        return new StoreUsage(
                needs.size(),
                (int) needs.keySet().stream().filter(leased::contains).count(),
                bytes(needs.keySet(), count -> count > 0),
                bytes(needs.keySet(), count -> count > 1),
                bytes(needs.keySet(), count -> count > 0) - bytes(leased, count -> count > 0),
                leftOvers.size(),
                sum(leftOvers));
    }

    /** The sizes of the files of which so many of some images have need. */
    private long bytes(Set<String> images, LongPredicate wanted) {
        Map<String, Long> counts = new HashMap<>();
        needs.forEach((image, files) -> {
            if (images.contains(image)) {
                files.forEach(file -> counts.merge(file, 1L, Long::sum));
            }
        });
        ToLongFunction<String> size = file -> sizes.getOrDefault(file, 0L);
        return counts.entrySet().stream()
                .filter(count -> wanted.test(count.getValue()))
                .mapToLong(count -> size.applyAsLong(count.getKey()))
                .sum();
    }

    static long sum(Map<String, Long> files) {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }
}
