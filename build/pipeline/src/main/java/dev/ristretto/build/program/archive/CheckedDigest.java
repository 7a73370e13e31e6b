package dev.ristretto.build.program.archive;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Digests that an image names its files by (OCI image specification 1.1, "Digests"). Not thread-safe. */
final class CheckedDigest {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    private final Optional<String> expected;
    private final MessageDigest digest;

    /** @param expected of the form of {@link #isValid}; without it everything matches */
    CheckedDigest(Optional<String> expected) {
        this.expected = expected;
        boolean longer = expected.filter(text -> text.startsWith("sha512")).isPresent();
        try {
            this.digest = MessageDigest.getInstance(longer ? "SHA-512" : "SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, and this one SHA-512", e);
        }
    }

    static boolean matches(byte[] bytes, String expected) {
        CheckedDigest digest = new CheckedDigest(Optional.of(expected));
        digest.digest.update(bytes);
        return digest.matches();
    }

    static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** Where a layout has the file with a digest. */
    static String file(String digest) {
        if (!isValid(digest)) {
            throw new IllegalArgumentException(digest);
        }
        return "blobs/" + digest.replace(':', '/');
    }

    /** A stream that is looked at on its way. */
    InputStream of(InputStream in) {
        return expected.isPresent() ? new DigestInputStream(in, digest) : in;
    }

    /** Whether what has been read is what it should be; may be asked once. */
    boolean matches() {
        return expected.isEmpty()
                || expected.get().endsWith(":" + HexFormat.of().formatHex(digest.digest()));
    }
}
