package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import java.io.IOException;
import java.nio.file.Path;

/** A file of an image is missing, cut off or not what it is to be. */
public final class DamagedImageException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final String digest;

    DamagedImageException(String digest, Path root, String damage) {
        super(message(digest, root, damage));
        this.digest = digest;
    }

    DamagedImageException(String digest, Path root, IOException cause) {
        super(message(digest, root, StoreFolder.words(cause)), cause);
        this.digest = digest;
    }

    private static String message(String digest, Path root, String damage) {
        return "Image " + digest + " in " + root + " is damaged (" + damage + ")";
    }

    /** The image. */
    public String digest() {
        return digest;
    }
}
