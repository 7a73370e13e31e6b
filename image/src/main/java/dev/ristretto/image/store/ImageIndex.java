package dev.ristretto.image.store;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.OciDescriptor;
import dev.ristretto.image.model.OciIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which names images have: what {@link IndexFiles} keeps. Immutable. */
final class ImageIndex {
    /** No images. */
    static final ImageIndex EMPTY = of(List.of());

    private static final Pattern DIGEST_PREFIX = Pattern.compile("(sha256:)?[0-9a-f]{4,64}");

    private final List<OciDescriptor> entries;
    private final Map<String, List<ImageName>> names = new LinkedHashMap<>();

    private final boolean unknownOrigin;

    private ImageIndex(List<OciDescriptor> entries, boolean unknownOrigin) {
        this.entries = entries;
        this.unknownOrigin = unknownOrigin;
        for (OciDescriptor entry : entries) {
            Digest.check(entry.digest());
            String name = entry.annotations().get(OciIndex.NAME_ANNOTATION);
            if (name != null) {
                names.computeIfAbsent(entry.digest(), digest -> new ArrayList<>())
                        .add(ImageName.parse(name));
            }
        }
        names.values().forEach(list -> list.sort(null));
    }

    /**
     * An index of these entries.
     *
     * @throws ImageException if one has no digest, or a name that none can have
     */
    static ImageIndex of(List<OciDescriptor> entries) {
        return new ImageIndex(entries, false);
    }

    /** The same, said to have been made up of what was found in a store. */
    ImageIndex ofUnknownOrigin() {
        return new ImageIndex(entries, true);
    }

    /** Whether it was made up of what was found in a store. */
    boolean isOfUnknownOrigin() {
        return unknownOrigin;
    }

    /** The entries in the order in which they are stored. */
    List<OciDescriptor> sorted() {
        List<OciDescriptor> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> entry.annotations().toString()));
        return sorted;
    }

    /** All names by the digests of their images; sorted. */
    Map<String, List<ImageName>> names() {
        return names;
    }

    /** The names of an image, sorted. */
    List<ImageName> names(String digest) {
        return names.getOrDefault(digest, List.of());
    }

    /** The image that has a name. */
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
        return new ImageIndex(changed, unknownOrigin);
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
        return new ImageIndex(entries.stream().filter(wanted).toList(), unknownOrigin);
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
