package dev.ristretto.image.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 digests in the OCI form {@code sha256:HEX} (OCI image specification, "Digests"). */
public final class Digest {
    /** Before the hexadecimal part. */
    public static final String PREFIX = "sha256:";

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int BUFFER = 1 << 16;

    private Digest() {}

    /** A new SHA-256. */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest of bytes. */
    public static String of(byte[] bytes) {
        return format(algorithm().digest(bytes));
    }

    /** The digest of a text in UTF-8. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a file. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = algorithm();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return format(digest.digest());
    }

    /**
     * Checks a text that is to be a digest.
     *
     * @throws ImageException if it is none
     */
    public static void check(String digest) {
        if (!FORM.matcher(digest).matches()) {
            throw new ImageException("'" + digest + "' is not a digest: sha256: and 64 hexadecimal digits");
        }
    }

    /** What SHA-256 gave, in the OCI form. */
    public static String format(byte[] digest) {
        return PREFIX + HexFormat.of().formatHex(digest);
    }

    /** The hexadecimal part. */
    public static String hex(String digest) {
        return digest.startsWith(PREFIX) ? digest.substring(PREFIX.length()) : digest;
    }
}
