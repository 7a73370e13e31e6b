package dev.ristretto.image.store;

import dev.ristretto.image.model.DamagedFileException;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.OciIndex;
import dev.ristretto.image.model.OciLayout;
import dev.ristretto.image.model.StableJson;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the index of a store is kept: {@code index.json} (OCI image specification 1.1, "Image Layout"), and a copy of
 * it, because without it no image has a name.
 *
 * <p>The copy is written first. So it is never older than the index, and whatever comes between the two writes, either
 * the index is there and counts, or the copy tells what it was to become. Without both, {@link IndexRecovery} finds the
 * images again by themselves.
 */
final class IndexFiles {
    private final StoreFolder folder;
    private final IndexRecovery recovery;
    private final Path file;
    private final Path copy;
    private final Path layout;

    IndexFiles(StoreFolder folder, IndexRecovery recovery) {
        this.folder = folder;
        this.recovery = recovery;
        this.file = folder.resolve("index.json");
        this.copy = folder.resolve("index-copy.json");
        this.layout = folder.resolve("oci-layout");
    }

    /**
     * The index of a store; empty where there is none yet. One that is lost or damaged is found again, and becomes
     * whole with the next change.
     *
     * @throws UnreadableIndexException if it is there and cannot be read
     */
    ImageIndex read() {
        folder.closeIfPossible();
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            // A store that has files but no layout yet is one whose first image is on its way.
            return Files.exists(layout) || Files.exists(copy) ? recover(e) : ImageIndex.EMPTY;
        } catch (DamagedFileException | ImageException e) {
            return recover(e);
        } catch (IOException e) {
            throw new UnreadableIndexException(file, folder.root(), e);
        }
    }

    private ImageIndex recover(Exception because) {
        try {
            return recovery.existing(read(copy));
        } catch (IOException | ImageException e) {
            try {
                return recovery.search();
            } catch (IOException unreadable) {
                unreadable.addSuppressed(because);
                throw new UnreadableIndexException(file, folder.root(), unreadable);
            }
        }
    }

    private static ImageIndex read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    private static ImageIndex parse(byte[] json) throws IOException {
        return ImageIndex.of(StableJson.read(json, OciIndex.class).manifests());
    }

    /** Makes it the index of the store. Whether that changes anything. */
    boolean write(ImageIndex index) throws IOException {
        byte[] json = StableJson.write(OciIndex.of(index.sorted()));
        recovery.keepDoubts(index);
        replace(copy, json);
        if (!Files.exists(layout)) {
            StoreFolder.writeSoon(layout, StableJson.write(new OciLayout(OciLayout.VERSION)));
        }
        return replace(file, json);
    }

    /** Takes the lock of the store, for a change of it. */
    FolderLock lock() throws IOException {
        FolderLock lock = folder.lock();
        try {
            keepCopy();
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Older versions wrote no copy; the store's lock guards it. */
    private void keepCopy() throws IOException {
        if (!Files.exists(copy) && Files.exists(file)) {
            try {
                byte[] json = Files.readAllBytes(file);
                ImageIndex unused = parse(json);
                StoreFolder.write(copy, json);
            } catch (DamagedFileException | ImageException e) {
                // What is damaged is no copy.
            }
        }
    }

    private static boolean replace(Path file, byte[] json) throws IOException {
        try {
            if (Arrays.equals(Files.readAllBytes(file), json)) {
                return false;
            }
        } catch (NoSuchFileException e) {
            // It is made now.
        }
        StoreFolder.write(file, json);
        return true;
    }
}
