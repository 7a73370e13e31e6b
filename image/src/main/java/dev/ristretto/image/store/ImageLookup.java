package dev.ristretto.image.store;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Finds images by what the index says of them. Safe for use by several threads; takes no lock. */
final class ImageLookup {
    private final IndexFiles indexes;
    private final ImageReader reader;
    private final IndexRecovery recovery;

    ImageLookup(IndexFiles indexes, ImageReader reader, IndexRecovery recovery) {
        this.indexes = indexes;
        this.reader = reader;
        this.recovery = recovery;
    }

    /** See {@link ImageStore#resolve}. */
    Image resolve(String reference) {
        ImageIndex index = indexes.read();
        return image(index, index.find(reference));
    }

    /**
     * All images; a damaged one does not hide the others.
     *
     * @param check finds out more about an image of a digest, by an {@link ImageException} if it is damaged
     */
    ImageListing list(Consumer<String> check) {
        List<Image> images = new ArrayList<>();
        List<ImageListing.Problem> problems = new ArrayList<>();
        ImageIndex index = indexes.read();
        index.names().forEach((digest, names) -> {
            try {
                Image image = image(index, digest);
                check.accept(digest);
                images.add(image);
            } catch (ImageException e) {
                problems.add(new ImageListing.Problem(names.getFirst(), e));
            }
        });
        images.sort(Comparator.comparing(image -> image.names().getFirst()));
        problems.sort(Comparator.comparing(ImageListing.Problem::name));
        return new ImageListing(images, problems);
    }

    private Image image(ImageIndex index, String digest) {
        Image image = reader.image(digest, index.names(digest));
        return index.isOfUnknownOrigin() ? recovery.doubted(image) : image;
    }
}
