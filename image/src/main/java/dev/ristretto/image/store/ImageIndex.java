package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciIndex;
import dev.ristretto.image.model.OciLayout;
import dev.ristretto.image.model.StableJson;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which names images have: what {@code index.json} says, or is to say. Immutable. */
final class ImageIndex {
    private static final Pattern DIGEST_PREFIX = Pattern.compile("(sha256:)?[0-9a-f]{4,64}");

    private final List<OciDescriptor> entries;
    private final Map<String, List<ImageName>> names = new LinkedHashMap<>();

    private ImageIndex(List<OciDescriptor> entries) {
        this.entries = entries;
        for (OciDescriptor entry : entries) {
            String name = entry.annotations().get(OciIndex.NAME_ANNOTATION);
            if (name != null) {
                names.computeIfAbsent(entry.digest(), digest -> new ArrayList<>())
                        .add(ImageName.parse(name));
            }
        }
        names.values().forEach(list -> list.sort(null));
    }

    /**
     * The index of a store; empty where there is none yet.
     *
     * @throws UnreadableIndexException if it cannot be read
     */
    static ImageIndex read(Path root) {
        Path file = file(root);
        try {
            return new ImageIndex(
                    StableJson.read(Files.readAllBytes(file), OciIndex.class).manifests());
        } catch (NoSuchFileException e) {
            return new ImageIndex(List.of());
        } catch (IOException e) {
            throw new UnreadableIndexException(file, root, e);
        }
    }

    /** Makes it the index of a store. Whether that changes anything. */
    boolean write(Path root) throws IOException {
        Path layout = root.resolve("oci-layout");
        if (!Files.exists(layout)) {
            AtomicFile.writeSoon(layout, StableJson.write(new OciLayout(OciLayout.VERSION)));
        }
        List<OciDescriptor> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> entry.annotations().toString()));
        Path file = file(root);
        byte[] json = StableJson.write(OciIndex.of(sorted));
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), json)) {
            return false;
        }
        AtomicFile.write(file, json);
        return true;
    }

    private static Path file(Path root) {
        return root.resolve("index.json");
    }

    /** All names by the digests of their images; sorted. */
    Map<String, List<ImageName>> names() {
        return names;
    }

    /** The names of an image, sorted. */
    List<ImageName> names(String digest) {
        return names.getOrDefault(digest, List.of());
    }

    /** The digest of the image that has a name. */
    Optional<String> holder(ImageName name) {
        return entries.stream()
                .filter(entry -> name.toString().equals(entry.annotations().get(OciIndex.NAME_ANNOTATION)))
                .map(OciDescriptor::digest)
                .findFirst();
    }

    /** The digests of the images that have names. */
    List<String> digests() {
        return entries.stream().map(OciDescriptor::digest).toList();
    }

    /** Whether an image has a name. */
    boolean contains(String digest) {
        return digests().contains(digest);
    }

    /** The same with one more name, which no other image has any more. */
    ImageIndex with(ImageName name, String digest, long manifestBytes) {
        List<OciDescriptor> changed = new ArrayList<>(without(name).entries);
        changed.add(new OciDescriptor(
                MediaTypes.MANIFEST,
                MediaTypes.ARTIFACT,
                digest,
                manifestBytes,
                Map.of(OciIndex.NAME_ANNOTATION, name.toString())));
        return new ImageIndex(changed);
    }

    /** The same without a name. */
    ImageIndex without(ImageName name) {
        return where(entry -> !name.toString().equals(entry.annotations().get(OciIndex.NAME_ANNOTATION)));
    }

    /** The same with only the names of these images. */
    ImageIndex retain(Predicate<String> digests) {
        return where(entry -> digests.test(entry.digest()));
    }

    private ImageIndex where(Predicate<OciDescriptor> wanted) {
        return new ImageIndex(entries.stream().filter(wanted).toList());
    }

    /**
     * The image that a user means.
     *
     * @param reference a name, with or without {@code @DIGEST}, or at least four leading digits of a digest
     * @throws UnknownImageException if there is none
     * @throws AmbiguousDigestException if several digests begin so
     */
    String find(String reference) {
        for (Map.Entry<String, List<ImageName>> entry : names.entrySet()) {
            if (entry.getValue().stream().anyMatch(name -> name.isWritten(reference))) {
                return entry.getKey();
            }
        }
        List<String> matches = DIGEST_PREFIX.matcher(reference).matches()
                ? names.keySet().stream()
                        .filter(digest -> Digest.hex(digest).startsWith(Digest.hex(reference)))
                        .toList()
                : pinned(reference).stream().toList();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        if (matches.isEmpty()) {
            throw new UnknownImageException(
                    reference,
                    names.values().stream().flatMap(List::stream).sorted().toList());
        }
        throw new AmbiguousDigestException(
                reference,
                matches.stream().flatMap(digest -> names(digest).stream()).toList());
    }

    /** The image of {@code NAME@DIGEST}, if it has that name, or any tag where none is given. */
    private Optional<String> pinned(String reference) {
        int at = reference.indexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        String name = reference.substring(0, at);
        return Optional.of(reference.substring(at + 1))
                .filter(digest -> names(digest).stream()
                        .anyMatch(known ->
                                known.isWritten(name) || known.repository().equals(name)));
    }
}
