package dev.ristretto.build.metadata.inference;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file on the class path that is no class.
 *
 * @param name its entry, with slashes
 * @param origin the jar or folder, as notes call it
 * @param own whether it is the application's own
 * @param bytes its length
 */
record ScannedResource(String name, String origin, boolean own, long bytes) {
    /** A single file of a library that is larger is most likely no matter of every image. */
    private static final long MOST_BYTES = 4 << 20;

    private static final Pattern BUNDLE =
            Pattern.compile("(?<base>.+?)(_(?<locale>[a-z]{2,3}(_[A-Z]{2}(_\\w+)?)?))?\\.properties");

    /** What only compilers, build tools, other operating systems and lawyers read. */
    private static final Pattern USELESS = Pattern.compile("META-INF/(maven|native-image|proguard|versions)/.*"
            + "|META-INF/[^/]*\\.(SF|RSA|DSA|EC|kotlin_module|list)|META-INF/INDEX\\.LIST"
            + "|(META-INF/)?([^/]*/)?(?i:LICENSE|NOTICE|DEPENDENCIES|AUTHORS|README|COPYING|ABOUT)[^/]*"
            + "|.*\\.(java|kt|kotlin_builtins|kotlin_metadata|scala|tasty|clj|so|dll|dylib|jnilib|exe|a|lib|o)");

    private static final List<String> LIBRARY_USELESS = List.of("META-INF/MANIFEST.MF");

    /** Whether an application can have any use for it. */
    static boolean isUseful(String name, boolean own) {
        return !USELESS.matcher(name).matches() && (own || !LIBRARY_USELESS.contains(name));
    }

    boolean isLeftOut() {
        return !own && bytes > MOST_BYTES;
    }

    /** The locale of the bundle that it is a part of, such as {@code de_AT}; empty for none in particular. */
    String locale() {
        Matcher matcher = BUNDLE.matcher(name);
        return matcher.matches() && matcher.group("locale") != null ? matcher.group("locale") : "";
    }

    /** The name of the resource bundle that it would be a part of. */
    Optional<String> bundle() {
        Matcher matcher = BUNDLE.matcher(name);
        return name.startsWith("META-INF/") || !matcher.matches()
                ? Optional.empty()
                : Optional.of(matcher.group("base").replace('/', '.'));
    }
}
