package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate and its private key, as files in the form that everybody uses (RFC 7468). */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** What protects the key inside the memory of this process; nobody else can ask for it. */
    static final String PASSWORD = "memory";

    private Pem() {}

    /**
     * Both in the form that Java's TLS wants.
     *
     * @throws FleetException if one of the files is not what it should be
     */
    static KeyStore keyStore(Path certificate, Path key) {
        try {
            List<Certificate> chain = certificates(certificate);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "daemon",
                    key(key, chain.getFirst().getPublicKey().getAlgorithm()),
                    PASSWORD.toCharArray(),
                    chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new FleetException(
                    Kind.INVALID,
                    "The certificate " + certificate + " and the key " + key + " cannot be used: " + e.getMessage()
                            + "\nBoth must be PEM files, the key in PKCS #8: openssl pkcs8 -topk8 -nocrypt",
                    e);
        }
    }

    /** The names that a certificate is for, in lower case. */
    static List<String> names(Path certificate) {
        try {
            List<String> names = new ArrayList<>();
            var alternatives = ((X509Certificate) certificates(certificate).getFirst()).getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                        names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
            return names;
        } catch (GeneralSecurityException | IOException e) {
            throw new FleetException(Kind.INVALID, certificate + " is not a certificate: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        try (InputStream input = Files.newInputStream(file)) {
            List<Certificate> chain =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(input));
            if (chain.isEmpty()) {
                throw new IOException("there is no certificate in " + file);
            }
            return chain;
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws GeneralSecurityException, IOException {
        Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new IOException("there is no BEGIN PRIVATE KEY in " + file);
        }
        byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }
}
