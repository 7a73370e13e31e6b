package dev.ristretto.image.model;

import java.util.regex.Pattern;

/**
 * The name that a user gives to an image: {@code NAME[:TAG]}, the tag {@code latest} by default. The characters are those
 * of the OCI distribution specification, "Pulling manifests".
 *
 * @param name lower case letters and digits, separated by {@code . _ - /}, at most 128 characters
 * @param tag letters, digits and {@code . _ -}, at most 128 characters
 */
public record ImageName(String name, String tag) implements Comparable<ImageName> {
    /** The tag of a name without one. */
    public static final String DEFAULT_TAG = "latest";

    private static final int LONGEST = 128;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /**
     * Checks the characters.
     *
     * @throws ImageException if they are not allowed
     */
    public ImageName {
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw new ImageException(
                    "'" + name + "' is no name for an image. Use lower case letters and digits, separated"
                            + " by '.', '_', '-' or '/'.");
        }
        if (!TAG.matcher(tag).matches()) {
            throw new ImageException("'" + tag
                    + "' is no tag for an image. Use letters, digits, '.', '_' and '-', at most " + LONGEST + ".");
        }
    }

    /**
     * Reads {@code NAME[:TAG]}.
     *
     * @throws ImageException if it is not of this form
     */
    public static ImageName parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new ImageName(text, DEFAULT_TAG)
                : new ImageName(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public int compareTo(ImageName other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : tag.compareTo(other.tag);
    }

    /** {@code NAME:TAG}. */
    @Override
    public String toString() {
        return name + ":" + tag;
    }
}
