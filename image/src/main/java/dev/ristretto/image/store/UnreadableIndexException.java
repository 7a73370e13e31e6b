package dev.ristretto.image.store;

import dev.ristretto.image.model.ImageException;
import java.io.IOException;
import java.nio.file.Path;

/** The index of a store is there and cannot be read, for want of permission or because of the disk. */
public final class UnreadableIndexException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient Path root;

    UnreadableIndexException(Path file, Path root, IOException cause) {
        super("The list of images " + file + " cannot be read (" + StoreFolder.words(cause) + ")", cause);
        this.root = root;
    }

    /** The folder of the store. */
    public Path root() {
        return root;
    }
}
