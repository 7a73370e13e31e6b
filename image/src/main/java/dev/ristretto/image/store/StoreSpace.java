package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.OciManifest;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/** Which files of a store which images need. A snapshot, taken under the store's lock. */
final class StoreSpace {

    private final Map<String, Long> sizes;
    private final Map<String, Set<String>> needs = new HashMap<>();

    private StoreSpace(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

    /** What these images need. */
    static StoreSpace of(Blobs blobs, Set<String> images) throws IOException {
        StoreSpace space = new StoreSpace(blobs.sizes());
        for (String image : images) {
            space.needs.put(image, space.needs(blobs, image));
        }
        return space;
    }

    /** What a damaged image refers to is unknown: it needs everything, so that nothing is deleted until it is gone. */
    private Set<String> needs(Blobs blobs, String image) {
        Set<String> needed = new HashSet<>(Set.of(image));
        try {
            OciManifest manifest = StableJson.read(blobs.read(image), OciManifest.class);
            manifest.parts().forEach(part -> needed.add(part.digest()));
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

    /** The whole, if these images are held. */
    StoreUsage usage(Set<String> held) {
        Map<String, Long> leftOvers = leftOvers();
        return new StoreUsage(
                needs.size(),
                (int) needs.keySet().stream().filter(held::contains).count(),
                bytes(needs.keySet(), count -> count > 0),
                bytes(needs.keySet(), count -> count > 1),
                bytes(needs.keySet(), count -> count > 0) - bytes(held, count -> count > 0),
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
