package dev.ristretto.image.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image in a store. Immutable.
 *
 * @param digest of its manifest, {@code sha256:HEX}; the identity of the image
 * @param names by which the store knows it, sorted
 * @param kernel the bootable ELF file, in the store; not to be changed
 * @param kernelBytes its size
 * @param debug an ELF file with the names and stack frames of the kernel's methods, for debuggers; in the store.
 *     Images of older builds have none
 * @param root the file system with its own files, EROFS, in the store; not to be changed. Empty if it has none
 * @param configuration how to start it
 * @param origin who brought it and when; empty if it was built here
 */
public record Image(
        String digest,
        List<ImageName> names,
        Path kernel,
        long kernelBytes,
        Optional<Path> debug,
        Optional<Path> root,
        ImageConfiguration configuration,
        Optional<Provenance> origin) {
    private static final int SHORT = 12;

    /** Copies the list. */
    public Image {
        names = List.copyOf(names);
    }

    /** The first digits of the digest, for tables. */
    public String shortDigest() {
        return Digest.hex(digest).substring(0, SHORT);
    }

    /** What people call it: the name that they gave, if it is one of its own, or else its first. */
    public String nameFor(String given) {
        List<String> known = names.stream().map(ImageName::toString).toList();
        return known.stream()
                .filter(name -> name.equals(given) || name.equals(given + ":" + ImageName.DEFAULT_TAG))
                .findFirst()
                .orElseGet(() -> known.isEmpty() ? shortDigest() : known.getFirst());
    }
}
