package dev.ristretto.image.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of an image: {@code [HOST[:PORT]/]PATH[:TAG][@DIGEST]}. Source: the grammar of references of the OCI
 * distribution specification 1.1 ("Pulling manifests") and of its reference implementation.
 *
 * <p>What stands before the first slash is the host of a registry if it contains a dot or a colon or is
 * {@code localhost}; a name without one is local. Where neither tag nor digest is given the tag is {@code latest}.
 * Immutable.
 *
 * @param host of the registry, with its port if one is given, for example {@code registry.example.org:5000} or
 *     {@code [::1]:5000}
 * @param path of the repository: lower case letters and digits, separated by {@code . _ - /}; at most 128 characters
 *     without a host, with it and the slash between them at most 255
 * @param tag letters, digits and {@code . _ -}, at most 128 characters; empty only where the digest says which image it
 *     is
 * @param digest of the manifest, {@code sha256:HEX}
 */
public record ImageName(Optional<String> host, String path, Optional<String> tag, Optional<String> digest)
        implements Comparable<ImageName> {
    /** The tag of a name that gives neither tag nor digest. */
    public static final String DEFAULT_TAG = "latest";

    private static final int LONGEST_LOCAL_PATH = 128;
    private static final int LONGEST_REPOSITORY = 255;
    private static final int LONGEST_TAG = 128;
    private static final int LARGEST_PORT = 65_535;

    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]*");
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern HOST =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");

    /**
     * Checks lengths and characters.
     *
     * @throws ImageException if they are not allowed
     */
    public ImageName {
        host.ifPresent(ImageName::checkHost);
        int longest = host.map(given -> LONGEST_REPOSITORY - given.length() - 1).orElse(LONGEST_LOCAL_PATH);
        if (path.length() > longest || !PATH.matcher(path).matches()) {
            throw new ImageException("'" + path
                    + "' is no name for an image. Use lower case letters and digits, separated by '.', '_', '-' or '/'"
                    + (path.length() > longest ? ", at most " + longest + "." : "."));
        }
        if (host.isEmpty() && registry(path).isPresent()) {
            throw new ImageException("'" + path + "' begins with the host of a registry");
        }
        tag.ifPresent(ImageName::checkTag);
        digest.ifPresent(Digest::check);
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new ImageException("'" + path + "' has neither tag nor digest");
        }
    }

    private static void checkHost(String host) {
        boolean valid = host.length() < LONGEST_REPOSITORY
                && isHost(host)
                && HOST.matcher(host).matches();
        if (!valid) {
            throw new ImageException("'" + host + "' is no host of a registry. Use NAME or NAME:PORT.");
        }
        int port = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
        if (port > 0) {
            int number = Integer.parseInt(host.substring(port + 1));
            if (number == 0 || number > LARGEST_PORT) {
                throw new ImageException("'" + host + "' is no host of a registry: ports are 1 to " + LARGEST_PORT);
            }
        }
    }

    private static void checkTag(String tag) {
        if (tag.length() > LONGEST_TAG || !TAG.matcher(tag).matches()) {
            throw new ImageException("'" + tag
                    + "' is no tag for an image. Use letters, digits, '.', '_' and '-', at most " + LONGEST_TAG + ".");
        }
    }

    /** A name without registry and digest. */
    public static ImageName local(String path, String tag) {
        return new ImageName(Optional.empty(), path, Optional.of(tag), Optional.empty());
    }

    /**
     * Reads a name.
     *
     * @throws ImageException if it is not of this form
     */
    public static ImageName parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
        Optional<String> host = registry(named);
        String rest = host.map(given -> named.substring(given.length() + 1)).orElse(named);
        int colon = rest.indexOf(':');
        Optional<String> tag = colon < 0
                ? Optional.of(DEFAULT_TAG).filter(latest -> digest.isEmpty())
                : Optional.of(rest.substring(colon + 1));
        return new ImageName(host, colon < 0 ? rest : rest.substring(0, colon), tag, digest);
    }

    private static Optional<String> registry(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(name.substring(0, slash)).filter(ImageName::isHost);
    }

    private static boolean isHost(String component) {
        return component.indexOf('.') >= 0 || component.indexOf(':') >= 0 || component.equals("localhost");
    }

    /** The name without tag and digest: {@code [HOST[:PORT]/]PATH}. */
    public String repository() {
        return host.map(given -> given + "/").orElse("") + path;
    }

    /** The path as one word, which a file or an instance can be called by. */
    public String word() {
        return path.replace('/', '-');
    }

    /** As it is printed, but without the tag {@code latest}. */
    public String shortened() {
        return digest.isEmpty() && tag.equals(Optional.of(DEFAULT_TAG)) ? repository() : toString();
    }

    /** Whether this is what a user means who writes it so: in full, or without the tag {@code latest}. */
    public boolean isWritten(String text) {
        return text.equals(toString()) || text.equals(shortened());
    }

    /** Several names in a sentence. */
    public static String join(List<ImageName> names) {
        return names.stream().map(ImageName::toString).collect(Collectors.joining(", "));
    }

    /** By repository, then by tag, then by digest. */
    @Override
    public int compareTo(ImageName other) {
        int byRepository = repository().compareTo(other.repository());
        if (byRepository != 0) {
            return byRepository;
        }
        int byTag = tag.orElse("").compareTo(other.tag.orElse(""));
        return byTag != 0 ? byTag : digest.orElse("").compareTo(other.digest.orElse(""));
    }

    /** {@code [HOST[:PORT]/]PATH[:TAG][@DIGEST]}, which {@link #parse} reads. */
    @Override
    public String toString() {
        return repository()
                + tag.map(given -> ":" + given).orElse("")
                + digest.map(given -> "@" + given).orElse("");
    }
}
