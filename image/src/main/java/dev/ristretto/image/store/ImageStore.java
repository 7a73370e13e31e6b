package dev.ristretto.image.store;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageProvenance;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final Path root;
    private final Blobs blobs;
    private final ImageReader reader;
    private final ImageLeases leases;
    private final ImageOrigins origins;
    private final BlobCollector collector;

    /**
     * A store in a folder, which is created by the first image.
     *
     * @param root the folder of the layout
     */
    public ImageStore(Path root) {
        this.root = root;
        this.blobs = new Blobs(root);
        this.reader = new ImageReader(root, blobs);
        this.leases = new ImageLeases(root);
        this.origins = new ImageOrigins(root);
        this.collector = new BlobCollector(root, blobs, reader, leases, origins);
    }

    /** The folder of the layout. */
    public Path root() {
        return root;
    }

    /** All images; a damaged one does not hide the others. */
    public ImageListing list() {
        List<Image> images = new ArrayList<>();
        List<ImageListing.Problem> problems = new ArrayList<>();
        ImageIndex.read(root).names().forEach((digest, names) -> {
            try {
                images.add(reader.image(digest, names));
            } catch (ImageException e) {
                problems.add(new ImageListing.Problem(names.getFirst(), e));
            }
        });
        images.sort(Comparator.comparing(image -> image.names().getFirst()));
        return new ImageListing(images, problems);
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
        ImageIndex index = ImageIndex.read(root);
        String digest = index.find(reference);
        return reader.image(digest, index.names(digest));
    }

    /** Whether {@link #resolve} would find an image. */
    public boolean contains(String reference) {
        try {
            String unused = ImageIndex.read(root).find(reference);
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

    /** Writes the bootable file of an image to a file outside the store. */
    public void export(Image image, Path target) throws IOException {
        AtomicFile.writeSoon(target, Files.readAllBytes(image.kernel()));
        Blobs.makeExecutable(target);
    }

    /**
     * Adds an image; a name that another image has moves to this one.
     *
     * @param kernel the bootable ELF file
     * @param debug an ELF file with what a debugger wants to know of the kernel
     */
    public Image put(
            ImageName name, byte[] kernel, byte[] debug, ImageConfiguration configuration, ImageReport report) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            PackedImage packed = PackedImage.of(kernel, debug, configuration, report);
            for (byte[] blob : packed.blobs()) {
                blobs.put(blob);
            }
            origins.remove(packed.digest());
            return enter(name, packed.digest());
        } catch (IOException e) {
            throw cannotStore(name.toString(), e);
        }
    }

    /** Adds an image of which all files are there. */
    private Image enter(ImageName name, String digest) throws IOException {
        if (name.digest().isPresent() && !name.digest().get().equals(digest)) {
            throw new ImageException("What is to be called " + name + " has the digest " + digest);
        }
        Blobs.makeExecutable(reader.image(digest, List.of(name)).kernel());
        collector.replace(ImageIndex.read(root).with(name, digest, Files.size(blobs.path(digest))));
        return resolve(name.toString());
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
     * An image whose files have been {@linkplain #receive received}, before it is {@linkplain #adopt adopted}; it has
     * no name.
     *
     * @throws DamagedImageException if it is not an image of this kind
     */
    public Image received(String digest) {
        return reader.image(digest, List.of());
    }

    /**
     * Adds an image whose files have been {@linkplain #receive received}. It is remembered that it was not built here,
     * unless it was.
     *
     * @param digest of its manifest
     * @param moving whether the name leaves another image that has it
     * @param origin where it comes from
     * @throws NameTakenException if another image has the name, which is not to move
     * @throws ImageException if it is not complete or not an image of this kind
     */
    public Image adopt(ImageName name, String digest, boolean moving, ImageProvenance origin) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            ImageIndex index = ImageIndex.read(root);
            Optional<String> holder = index.holder(name).filter(other -> !other.equals(digest));
            if (holder.isPresent() && !moving) {
                throw new NameTakenException(name, holder.get());
            }
            List<String> missing = missing(digest);
            if (!missing.isEmpty()) {
                throw new ImageException(name + " is not complete: " + String.join(", ", missing) + " is missing");
            }
            ImageReport unused = reader.report(digest);
            if (!index.contains(digest) && !leases.digests().contains(digest)) {
                origins.add(digest, origin);
            }
            return enter(name, digest);
        } catch (IOException e) {
            throw cannotStore(name.toString(), e);
        }
    }

    /** Where an image comes from that was {@linkplain #adopt adopted}; empty for one that was built here. */
    public Optional<ImageProvenance> origin(String digest) {
        try {
            return origins.find(digest);
        } catch (IOException e) {
            throw cannotRead(e);
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
        try (FolderLock lock = FolderLock.acquire(root)) {
            ImageIndex index = ImageIndex.read(root);
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
        try (FolderLock lock = FolderLock.acquire(root)) {
            Image image = resolve(reference);
            leases.add(holder, image.digest());
            return image;
        } catch (IOException e) {
            throw cannotChange(e);
        }
    }

    /** Somebody does not need an image any more; it goes if it has no name. Does nothing if there is no such holder. */
    public void release(String holder) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            Optional<String> digest = leases.digest(holder);
            ImageIndex index = ImageIndex.read(root);
            if (leases.remove(holder) && digest.filter(index::contains).isEmpty()) {
                collector.collect(index);
            }
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
        try (FolderLock lock = FolderLock.acquire(root)) {
            Set<String> leased = leases.digests();
            return collector.usage(ImageIndex.read(root), leased).total(leased);
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
        try (FolderLock lock = FolderLock.acquire(root)) {
            ImageIndex index = ImageIndex.read(root);
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
        } catch (IOException e) {
            throw cannotChange(e);
        }
    }

    private ImageException cannotStore(String what, IOException cause) {
        return new ImageException("Cannot store " + what + " in " + root + ": " + cause.getMessage(), cause);
    }

    private ImageException cannotChange(IOException cause) {
        return new ImageException("Cannot change the store in " + root + ": " + cause.getMessage(), cause);
    }

    private ImageException cannotRead(IOException cause) {
        return new ImageException("Cannot read the store in " + root + ": " + cause.getMessage(), cause);
    }
}
