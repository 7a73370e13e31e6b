package dev.ristretto.image.store;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.Provenance;
import dev.ristretto.run.host.AtomicFile;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user's images: an OCI image layout (OCI image specification 1.1) in a folder. Safe for use by several threads and
 * processes: changes take a lock and become visible at once, by the replacement of {@code index.json}.
 *
 * <p>With its last name an image and its unshared files go, unless somebody has a lease of it: then its last name
 * cannot be removed, and an image that has lost its names to newer ones stays until the lease is released.
 *
 * <p>All methods throw {@link ImageException} if the store cannot be read or changed.
 */
public final class ImageStore {
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path root;
    private final Blobs blobs;
    private final ImageOrigins origins;
    private final ImageReader reader;
    private final ImageLeases leases;
    private final IndexFiles indexes;
    private final BlobCollector collector;
    private final ImageLookup lookup;
    private final ImageIntake intake;
    private final ImageRemoval removal;

    /**
     * A store in a folder, which is created by the first image.
     *
     * @param root the folder of the layout
     */
    public ImageStore(Path root) {
        this.root = root;
        StoreFolder folder = new StoreFolder(root);
        this.blobs = new Blobs(folder);
        this.origins = new ImageOrigins(folder);
        this.reader = new ImageReader(folder, blobs, origins);
        this.leases = new ImageLeases(folder);
        IndexRecovery recovery = new IndexRecovery(blobs, reader, origins);
        this.indexes = new IndexFiles(folder, recovery);
        this.collector = new BlobCollector(indexes, blobs, reader, leases, origins);
        this.lookup = new ImageLookup(indexes, reader, recovery);
        this.intake = new ImageIntake(indexes, blobs, reader, origins, leases, collector, lookup);
        this.removal = new ImageRemoval(indexes, leases, collector);
    }

    /** The folder of the layout. */
    public Path root() {
        return root;
    }

    /** All images; a damaged one does not hide the others. */
    public ImageListing list() {
        return lookup.list(digest -> {});
    }

    /** The same, but every file is read, so that it is noticed when one has lost its content or a part of it. */
    public ImageListing verify() {
        return lookup.list(reader::requireIntact);
    }

    /**
     * The image that a user means: a name, to which {@code @DIGEST} may be added, or at least four leading digits of a
     * digest.
     *
     * @throws UnknownImageException if there is none
     * @throws AmbiguousDigestException if several digests begin so
     * @throws DamagedImageException if it cannot be read
     */
    public Image resolve(String reference) {
        return lookup.resolve(reference);
    }

    /**
     * Makes sure that what is to be booted or executed is what was stored: to be called before every start. The files
     * are read once for each start of this computer, unless they change.
     *
     * @param digest of the image, which may have lost its names
     * @throws DamagedImageException if its kernel or its files have another content
     */
    public void requireIntact(String digest) {
        reader.requireIntactForStart(digest);
    }

    /** Whether {@link #resolve} would find an image. */
    public boolean contains(String reference) {
        try {
            String unused = indexes.read().find(reference);
            return true;
        } catch (ImageException e) {
            return false;
        }
    }

    /**
     * The build report of an image, with its digest.
     *
     * @throws DamagedImageException if it cannot be read
     */
    public ImageReport report(Image image) {
        return reader.report(image.digest());
    }

    /** Writes the bootable file of an image to a file outside the store, which Linux can execute. */
    public void export(Image image, Path target) throws IOException {
        AtomicFile.writeSoon(target, Files.readAllBytes(image.kernel()), PosixFilePermissions.asFileAttribute(PROGRAM));
    }

    /**
     * Adds an image; a name that another image has moves to this one.
     *
     * @param kernel the bootable ELF file
     * @param debug an ELF file with what a debugger wants to know of the kernel
     * @param root the file system with its own files, if it has some; it is copied
     */
    public Image put(
            ImageName name,
            byte[] kernel,
            byte[] debug,
            Optional<Path> root,
            ImageConfiguration configuration,
            ImageReport report) {
        try {
            return intake.put(name, PackedImage.of(kernel, debug, root, configuration, report));
        } catch (IOException e) {
            throw cannotStore(name.toString(), e);
        }
    }

    /**
     * The files of an image, as another store is to {@link #receive} them: by digest, the manifest, whose digest is the
     * image's, among them.
     *
     * @throws DamagedImageException if one is missing
     */
    public Map<String, Path> files(Image image) {
        return reader.files(image.digest());
    }

    /**
     * Takes in a file of an image that is to be {@linkplain #adopt adopted}. Until then it is one that no image needs,
     * and may be deleted with the next change of the store.
     *
     * @param digest what its content must have
     * @throws ImageException if the content has another digest, or cannot be stored
     */
    public void receive(String digest, InputStream content) {
        try {
            blobs.receive(digest, content);
        } catch (IOException e) {
            throw cannotStore(digest, e);
        }
    }

    /** The files of an image that are not here: its manifest, or others that this names. */
    public List<String> missing(String digest) {
        return reader.missing(digest);
    }

    /**
     * The image of a digest, also before it is {@linkplain #adopt adopted} and after it has lost its names.
     *
     * @return it without names
     * @throws DamagedImageException if it is not an image of this kind, or not here
     */
    public Image ofDigest(String digest) {
        return reader.image(digest, List.of());
    }

    /**
     * Adds an image whose files have been {@linkplain #receive received}, after it was made sure that they have the
     * form of an image. Unless it was here already, it is remembered that it came from elsewhere.
     *
     * @param digest of its manifest
     * @param origin who brings it and when
     * @param replace whether a name that another image has moves to this one
     * @throws ImageException if it is not complete or not an image of this kind
     * @throws NameTakenException if another image has the name, and it is not to move
     */
    public Image adopt(ImageName name, String digest, Provenance origin, boolean replace) {
        try {
            return intake.adopt(name, digest, origin, replace);
        } catch (IOException e) {
            throw cannotStore(name.toString(), e);
        }
    }

    /**
     * Removes a name, and the image with its last one.
     *
     * @param reference as for {@link #resolve}; a digest serves for an image with one name
     * @throws UnknownImageException if there is no such image
     * @throws SeveralNamesException if it is the digest of an image with several names
     * @throws ImageInUseException if it is the last name of an image that somebody has a lease of
     */
    public RemovedName remove(String reference) {
        try {
            return removal.remove(reference);
        } catch (IOException e) {
            throw cannotChange(e);
        }
    }

    /**
     * Keeps an image for somebody, whatever becomes of its names.
     *
     * @param reference as for {@link #resolve}
     * @param holder who needs it, a plain file name; one image for each holder
     */
    public Image lease(String reference, String holder) {
        try {
            return intake.lease(reference, holder);
        } catch (IOException e) {
            throw cannotChange(e);
        }
    }

    /** Somebody does not need an image any more; it goes if it has no name. Does nothing if there is no such holder. */
    public void release(String holder) {
        try {
            removal.release(holder);
        } catch (IOException e) {
            throw cannotChange(e);
        }
    }

    /** Who has a lease of which image: digests by holder. */
    public Map<String, String> holders() {
        try {
            return leases.all();
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /** What the store takes of the disk. */
    public StoreUsage usage() {
        if (!Files.isDirectory(root)) {
            return new StoreUsage(0, 0, 0, 0, 0, 0, 0);
        }
        try (FolderLock lock = indexes.lock()) {
            Set<String> leased = leases.digests();
            return collector.usage(indexes.read(), leased).total(leased);
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /**
     * Deletes the files that no image needs, such as those of images that have lost their names and that nobody has a
     * lease of.
     *
     * @param unused also images that have names, if nobody has a lease of them
     * @param dry only tells what would be deleted
     */
    public PrunedImages prune(boolean unused, boolean dry) {
        if (!Files.isDirectory(root)) {
            return new PrunedImages(List.of(), 0, 0);
        }
        try {
            return removal.prune(unused, dry);
        } catch (IOException e) {
            throw cannotChange(e);
        }
    }

    private ImageException cannotStore(String what, IOException cause) {
        return new ImageException("Cannot store " + what + " in " + root + ": " + StoreFolder.words(cause), cause);
    }

    private ImageException cannotChange(IOException cause) {
        return new ImageException("Cannot change the store in " + root + ": " + StoreFolder.words(cause), cause);
    }

    private ImageException cannotRead(IOException cause) {
        return new ImageException("Cannot read the store in " + root + ": " + StoreFolder.words(cause), cause);
    }
}
