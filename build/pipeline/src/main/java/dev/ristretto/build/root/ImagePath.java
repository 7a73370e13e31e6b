package dev.ristretto.build.root;

import java.util.regex.Pattern;

/** A path of a file or folder in an image, as users name it when they build one. */
public final class ImagePath {
    private static final Pattern FORM = Pattern.compile("(/(?!\\.\\.?(/|$))[^/:\\x00-\\x1f\\x7f]+)+");

    private ImagePath() {}

    /** Whether a text is one: absolute and not the root, without ".", "..", empty names, colons and control codes. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
