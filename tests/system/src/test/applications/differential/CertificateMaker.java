package differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** A fresh key with a certificate for localhost that it signs itself (RFC 5280 section 4.1). */
final class CertificateMaker {
    /** When the certificate is valid. */
    static final Date NOW = Date.from(Instant.parse("2024-01-01T00:00:00Z"));

    private static final int SEQUENCE = 0x30;
    private static final byte[] SHA256_WITH_RSA = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
    private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");

    private final KeyPair pair;
    private final X509Certificate certificate;

    CertificateMaker(String name) throws Exception {
        pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        byte[] subject = new X500Principal(name).getEncoded();
        byte[] validity = der(SEQUENCE, der(0x17, ascii("700102000000Z")), der(0x17, ascii("491231235959Z")));
        byte[] alternative = der(0x04, der(SEQUENCE, der(0x82, ascii("localhost"))));
        byte[] extensions = der(0xa3, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAME, alternative)));
        byte[] body = der(
                SEQUENCE,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, new byte[] {1}),
                SHA256_WITH_RSA,
                subject,
                validity,
                subject,
                pair.getPublic().getEncoded(),
                extensions);
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(body);
        byte[] encoded = der(SEQUENCE, body, SHA256_WITH_RSA, der(0x03, new byte[1], signer.sign()));
        certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    PrivateKey key() {
        return pair.getPrivate();
    }

    X509Certificate certificate() {
        return certificate;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tag, length and contents (X.690 section 8.1). */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            contents.writeBytes(part);
        }
        int length = contents.size();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (length > 255) {
            encoded.write(0x82);
            encoded.write(length >> 8);
        } else if (length > 127) {
            encoded.write(0x81);
        }
        encoded.write(length);
        encoded.writeBytes(contents.toByteArray());
        return encoded.toByteArray();
    }
}
