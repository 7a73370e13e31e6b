package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciIndex;
import dev.ristretto.image.model.OciLayout;
import dev.ristretto.image.model.OciManifest;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The user's images: an OCI image layout (OCI image specification 1.1) in a folder. Safe for use by several threads and
 * processes: changes take a lock and become visible at once, by the replacement of {@code index.json}.
 *
 * <p>With its last name an image and its unshared files go, unless somebody holds it: then its last name cannot be removed, and an image that has
 * lost its names to newer ones stays until it is released.
 */
public final class ImageStore {
    private static final Pattern DIGEST_PREFIX = Pattern.compile("(sha256:)?[0-9a-f]{4,64}");

    private final Path root;
    private final Blobs blobs;
    private final Holds holds;

    /**
     * A store in a folder, which is created by the first image.
     *
     * @param root the folder of the layout
     */
    public ImageStore(Path root) {
        this.root = root;
        this.blobs = new Blobs(root);
        this.holds = new Holds(root);
    }

    /** The folder of the layout. */
    public Path root() {
        return root;
    }

    /**
     * What is in a store.
     *
     * @param images sorted by their first name
     * @param problems one line for every image that cannot be read
     */
    public record Listing(List<Image> images, List<String> problems) {
        /** Copies the lists. */
        public Listing {
            images = List.copyOf(images);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A removal.
     *
     * @param name the name that is gone
     * @param digest the image it named
     * @param deleted whether this was the last name, so that the image is gone too
     */
    public record Removed(ImageName name, String digest, boolean deleted) {}

    /** All images; a damaged one does not hide the others. */
    public Listing list() {
        List<Image> images = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        namesByDigest(index()).forEach((digest, names) -> {
            try {
                images.add(read(digest, names));
            } catch (ImageException e) {
                problems.add(names.getFirst() + ": " + e.getMessage());
            }
        });
        images.sort((a, b) -> a.names().getFirst().compareTo(b.names().getFirst()));
        return new Listing(images, problems);
    }

    /**
     * The image that a user means: an exact {@code NAME[:TAG]}, or at least four leading digits of a digest.
     *
     * @throws ImageException if there is none or several; lists the candidates
     */
    public Image resolve(String reference) {
        Map<String, List<ImageName>> known = namesByDigest(index());
        String digest = digest(reference, known);
        return read(digest, known.getOrDefault(digest, List.of()));
    }

    /** Whether {@link #resolve} would find an image. */
    public boolean contains(String reference) {
        try {
            digest(reference, namesByDigest(index()));
            return true;
        } catch (ImageException e) {
            return false;
        }
    }

    /** The build report of an image, with its digest. */
    public ImageReport report(Image image) {
        try {
            byte[] json = blobs.read(
                    layer(manifest(image.digest()), MediaTypes.REPORT).digest());
            return StableJson.read(json, ImageReport.class).withDigest(image.digest());
        } catch (IOException e) {
            throw damaged(image.digest(), e);
        }
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
            Packed packed = pack(kernel, debug, configuration, report);
            for (byte[] blob : packed.blobs()) {
                blobs.put(blob);
            }
            return enter(name, packed.digest());
        } catch (IOException e) {
            throw new ImageException("Cannot store " + name + " in " + root + ": " + e.getMessage(), e);
        }
    }

    /** Adds an image of which all files are there. */
    private Image enter(ImageName name, String digest) throws IOException {
        Image image = read(digest, List.of(name));
        Blobs.makeExecutable(image.kernel());
        List<OciDescriptor> entries = without(index(), name);
        entries.add(new OciDescriptor(
                MediaTypes.MANIFEST,
                MediaTypes.ARTIFACT,
                digest,
                Files.size(blobs.path(digest)),
                Map.of(OciIndex.NAME_ANNOTATION, name.toString())));
        write(entries);
        return resolve(name.toString());
    }

    /**
     * The files of an image, as another store is to {@link #receive} them: by digest, the manifest, whose digest is the image's, among them.
     *
     * @throws ImageException if one is missing
     */
    public Map<String, Path> files(Image image) {
        try {
            Map<String, Path> files = new LinkedHashMap<>();
            for (OciDescriptor part : manifest(image.digest()).parts()) {
                if (!blobs.has(part)) {
                    throw new ImageException(blobs.path(part.digest()) + " is missing or cut off");
                }
                files.put(part.digest(), blobs.path(part.digest()));
            }
            files.put(image.digest(), blobs.path(image.digest()));
            return files;
        } catch (IOException e) {
            throw damaged(image.digest(), e);
        }
    }

    /**
     * Takes in a file of an image that is to be {@linkplain #adopt adopted}. Until then it is one that no image needs, and may be deleted with the next
     * change of the store.
     *
     * @param digest what its content must have
     * @throws ImageException if the content has another digest, or cannot be stored
     */
    public void receive(String digest, InputStream content) {
        try {
            blobs.receive(digest, content);
        } catch (IOException e) {
            throw new ImageException("Cannot store " + digest + " in " + root + ": " + e.getMessage(), e);
        }
    }

    /** The files of an image that are not here: its manifest, or others that this names. */
    public List<String> missing(String digest) {
        try {
            return Files.isRegularFile(blobs.path(digest)) ? missing(manifest(digest)) : List.of(digest);
        } catch (IOException e) {
            throw new ImageException(digest + " is not the manifest of an image: " + e.getMessage(), e);
        }
    }

    private List<String> missing(OciManifest manifest) throws IOException {
        List<String> missing = new ArrayList<>();
        for (OciDescriptor part : manifest.parts()) {
            if (!blobs.has(part)) {
                missing.add(part.digest());
            }
        }
        return missing;
    }

    private OciManifest manifest(String digest) throws IOException {
        return StableJson.read(blobs.read(digest), OciManifest.class);
    }

    /**
     * Adds an image whose files have been {@linkplain #receive received}; a name that another image has moves to this one.
     *
     * @param digest of its manifest
     * @throws ImageException if it is not complete or not an image of this kind
     */
    public Image adopt(ImageName name, String digest) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            List<String> missing = missing(digest);
            if (!missing.isEmpty()) {
                throw new ImageException(name + " is not complete: " + String.join(", ", missing) + " is missing");
            }
            ImageReport unused = report(read(digest, List.of(name)));
            return enter(name, digest);
        } catch (IOException e) {
            throw new ImageException("Cannot store " + name + " in " + root + ": " + e.getMessage(), e);
        }
    }

    /** Writes the bootable file of an image to a file outside the store. */
    public void export(Image image, Path target) throws IOException {
        AtomicWrite.write(target, Files.readAllBytes(image.kernel()));
        Blobs.makeExecutable(target);
    }

    /** The files of an image; the manifest, whose digest is the image's, comes last. */
    record Packed(List<byte[]> blobs, String digest) {}

    static Packed pack(byte[] kernel, byte[] debug, ImageConfiguration configuration, ImageReport report) {
        byte[] config = StableJson.write(configuration);
        byte[] reportJson = StableJson.write(report.withDigest(""));
        OciManifest manifest = OciManifest.of(
                OciDescriptor.of(MediaTypes.CONFIGURATION, config),
                List.of(
                        OciDescriptor.of(MediaTypes.KERNEL, kernel),
                        OciDescriptor.of(MediaTypes.DEBUG, debug),
                        OciDescriptor.of(MediaTypes.REPORT, reportJson)));
        byte[] manifestJson = StableJson.write(manifest);
        return new Packed(List.of(config, kernel, debug, reportJson, manifestJson), Digest.of(manifestJson));
    }

    /**
     * Removes a name, and the image with its last one.
     *
     * @param reference as for {@link #resolve}; a digest serves for an image with one name
     * @throws ImageException if there is no such image, or a digest with several names
     */
    public Removed remove(String reference) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            OciIndex index = index();
            Map<String, List<ImageName>> known = namesByDigest(index);
            String digest = digest(reference, known);
            List<ImageName> names = known.getOrDefault(digest, List.of());
            ImageName name = names.stream()
                    .filter(candidate -> named(reference, candidate))
                    .findFirst()
                    .orElse(names.getFirst());
            if (names.size() > 1 && !named(reference, name)) {
                throw new ImageException(reference + " has several names: " + joined(names) + ". Remove them by name.");
            }
            List<String> holders = names.size() == 1 ? holds.of(digest) : List.of();
            if (!holders.isEmpty()) {
                throw new ImageException(name + " is used by " + String.join(", ", holders)
                        + "\nRemove that first, with: " + remedy(holders));
            }
            write(without(index, name));
            return new Removed(name, digest, names.size() == 1);
        } catch (IOException e) {
            throw new ImageException("Cannot change the store in " + root + ": " + e.getMessage(), e);
        }
    }

    /** A revision of a service holds as {@code SERVICE@REVISION}; the replicas of the service go with it. */
    private static String remedy(List<String> holders) {
        List<String> services = holders.stream()
                .filter(holder -> holder.contains("@"))
                .map(holder -> holder.substring(0, holder.indexOf('@')))
                .distinct()
                .toList();
        return services.isEmpty()
                ? "ristretto rm " + String.join(" ", holders)
                : "ristretto service rm " + String.join(" ", services);
    }

    /**
     * Keeps an image for somebody, whatever becomes of its names.
     *
     * @param reference as for {@link #resolve}
     * @param holder who needs it, a plain file name; one image for each holder
     */
    public Image hold(String reference, String holder) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            Image image = resolve(reference);
            holds.add(holder, image.digest());
            return image;
        } catch (IOException e) {
            throw new ImageException("Cannot change the store in " + root + ": " + e.getMessage(), e);
        }
    }

    /** Somebody does not need an image any more; it goes if it has no name. Does nothing if there is no such holder. */
    public void release(String holder) {
        try (FolderLock lock = FolderLock.acquire(root)) {
            Optional<String> digest = holds.digest(holder);
            List<OciDescriptor> entries = index().manifests();
            if (holds.remove(holder)
                    && entries.stream()
                            .noneMatch(entry ->
                                    digest.filter(entry.digest()::equals).isPresent())) {
                collect(entries);
            }
        } catch (IOException e) {
            throw new ImageException("Cannot change the store in " + root + ": " + e.getMessage(), e);
        }
    }

    /** What the store takes of the disk. */
    public StoreUsage usage() {
        if (!Files.isDirectory(root)) {
            return new StoreUsage(0, 0, 0, 0, 0, 0, 0);
        }
        try (FolderLock lock = FolderLock.acquire(root)) {
            Set<String> held = held();
            return space(index().manifests(), held).usage(held);
        } catch (IOException e) {
            throw new ImageException("Cannot read the store in " + root + ": " + e.getMessage(), e);
        }
    }

    /**
     * What was deleted, or would be.
     *
     * @param names of images that nobody holds; sorted
     * @param files how many files that no image needs (any more)
     * @param bytes what these took
     */
    public record Pruned(List<ImageName> names, int files, long bytes) {
        /** Copies the list. */
        public Pruned {
            names = List.copyOf(names);
        }
    }

    /**
     * Deletes the files that no image needs, such as those of images that have lost their names and are held by nobody.
     *
     * @param unused also images that have names, if nobody holds them
     * @param dry only tells what would be deleted
     */
    public Pruned prune(boolean unused, boolean dry) {
        if (!Files.isDirectory(root)) {
            return new Pruned(List.of(), 0, 0);
        }
        try (FolderLock lock = FolderLock.acquire(root)) {
            OciIndex index = index();
            Set<String> held = held();
            List<OciDescriptor> kept = new ArrayList<>(index.manifests());
            if (unused) {
                kept.removeIf(entry -> !held.contains(entry.digest()));
            }
            List<ImageName> names = new ArrayList<>();
            namesByDigest(index).forEach((digest, all) -> {
                if (kept.stream().noneMatch(entry -> entry.digest().equals(digest))) {
                    names.addAll(all);
                }
            });
            names.sort(null);
            Map<String, Long> waste = space(kept, held).leftOvers();
            if (!dry) {
                if (!names.isEmpty()) {
                    write(kept);
                }
                collect(kept);
            }
            return new Pruned(names, waste.size(), StoreSpace.sum(waste));
        } catch (IOException e) {
            throw new ImageException("Cannot change the store in " + root + ": " + e.getMessage(), e);
        }
    }

    /** Who holds which image: digests by holder. */
    public Map<String, String> holders() {
        try {
            return holds.all();
        } catch (IOException e) {
            throw new ImageException("Cannot read the store in " + root + ": " + e.getMessage(), e);
        }
    }

    private String digest(String reference, Map<String, List<ImageName>> known) {
        for (Map.Entry<String, List<ImageName>> entry : known.entrySet()) {
            if (entry.getValue().stream().anyMatch(name -> named(reference, name))) {
                return entry.getKey();
            }
        }
        List<String> matches = new ArrayList<>();
        if (DIGEST_PREFIX.matcher(reference).matches()) {
            known.keySet().stream()
                    .filter(digest -> Digest.hex(digest).startsWith(Digest.hex(reference)))
                    .forEach(matches::add);
        }
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        List<ImageName> names = new ArrayList<>();
        if (matches.isEmpty()) {
            known.values().forEach(names::addAll);
            names.sort(null);
            String have = names.isEmpty() ? "There are none yet." : "Images: " + joined(names) + ".";
            throw new ImageException("No image is called " + reference + ". " + have);
        }
        matches.forEach(digest -> names.addAll(known.getOrDefault(digest, List.of())));
        throw new ImageException(reference + " is the beginning of several digests: " + joined(names)
                + ". Give more digits or the name.");
    }

    private static boolean named(String reference, ImageName name) {
        return reference.equals(name.toString())
                || (reference.equals(name.name()) && name.tag().equals(ImageName.DEFAULT_TAG));
    }

    private static String joined(List<ImageName> names) {
        return String.join(", ", names.stream().map(ImageName::toString).toList());
    }

    private Image read(String digest, List<ImageName> names) {
        try {
            OciManifest manifest = manifest(digest);
            ImageConfiguration configuration =
                    StableJson.read(blobs.read(manifest.config().digest()), ImageConfiguration.class);
            OciDescriptor kernel = layer(manifest, MediaTypes.KERNEL);
            Path file = blobs.path(kernel.digest());
            if (!Files.isRegularFile(file) || Files.size(file) != kernel.size()) {
                throw new ImageException("its kernel " + file + " is missing or cut off; build it again");
            }
            Optional<Path> debug = manifest.layer(MediaTypes.DEBUG)
                    .map(layer -> blobs.path(layer.digest()))
                    .filter(Files::isRegularFile);
            return new Image(digest, names, file, kernel.size(), debug, configuration);
        } catch (IOException e) {
            throw damaged(digest, e);
        }
    }

    private static OciDescriptor layer(OciManifest manifest, String mediaType) {
        return manifest.layer(mediaType)
                .orElseThrow(() -> new ImageException("the manifest has no layer of type " + mediaType));
    }

    private ImageException damaged(String digest, IOException cause) {
        return new ImageException(
                "Image " + digest + " in " + root + " is damaged (" + cause.getMessage()
                        + "). Remove and build it again.",
                cause);
    }

    private OciIndex index() {
        Path file = root.resolve("index.json");
        try {
            return StableJson.read(Files.readAllBytes(file), OciIndex.class);
        } catch (NoSuchFileException e) {
            return OciIndex.of(List.of());
        } catch (IOException e) {
            throw new ImageException(
                    "The list of images " + file + " cannot be read (" + e.getMessage() + "). Delete the folder " + root
                            + " and build again.",
                    e);
        }
    }

    private static Map<String, List<ImageName>> namesByDigest(OciIndex index) {
        Map<String, List<ImageName>> names = new LinkedHashMap<>();
        for (OciDescriptor entry : index.manifests()) {
            String name = entry.annotations().get(OciIndex.NAME_ANNOTATION);
            if (name != null) {
                names.computeIfAbsent(entry.digest(), digest -> new ArrayList<>())
                        .add(ImageName.parse(name));
            }
        }
        names.values().forEach(list -> list.sort(null));
        return names;
    }

    private static List<OciDescriptor> without(OciIndex index, ImageName name) {
        List<OciDescriptor> entries = new ArrayList<>(index.manifests());
        entries.removeIf(entry -> name.toString().equals(entry.annotations().get(OciIndex.NAME_ANNOTATION)));
        return entries;
    }

    /** Replaces the index, then deletes what it no longer refers to. */
    private void write(List<OciDescriptor> entries) throws IOException {
        Path layout = root.resolve("oci-layout");
        if (!Files.exists(layout)) {
            AtomicWrite.write(layout, StableJson.write(new OciLayout(OciLayout.VERSION)));
        }
        entries.sort(
                (a, b) -> a.annotations().toString().compareTo(b.annotations().toString()));
        Path file = root.resolve("index.json");
        byte[] index = StableJson.write(OciIndex.of(entries));
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), index)) {
            return;
        }
        AtomicWrite.writeDurably(file, index);
        collect(entries);
    }

    /** Deletes the files that no image needs. */
    private void collect(List<OciDescriptor> entries) throws IOException {
        blobs.retain(space(entries, held()).needed());
    }

    private StoreSpace space(List<OciDescriptor> entries, Set<String> held) throws IOException {
        Set<String> images = new HashSet<>(held);
        entries.forEach(entry -> images.add(entry.digest()));
        return StoreSpace.of(blobs, images);
    }

    private Set<String> held() throws IOException {
        return new HashSet<>(holds.all().values());
    }
}
