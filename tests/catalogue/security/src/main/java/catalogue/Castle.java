package catalogue;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Bouncy Castle as a provider, whose algorithms are found by name, and without. */
final class Castle {
    private static final byte[] TEXT = "a cup of tea".getBytes(StandardCharsets.UTF_8);

    static void run() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        for (String algorithm : new String[] {"SHA3-256", "RIPEMD160", "Whirlpool"}) {
            System.out.println(algorithm + " " + HexFormat.of().formatHex(MessageDigest.getInstance(algorithm, "BC").digest(TEXT), 0, 8));
        }
        var blake = new Blake2bDigest(256);
        blake.update(TEXT, 0, TEXT.length);
        byte[] out = new byte[32];
        blake.doFinal(out, 0);
        System.out.println("blake " + HexFormat.of().formatHex(out, 0, 8));
        System.out.println("scrypt " + HexFormat.of().formatHex(SCrypt.generate(TEXT, "salt".getBytes(), 16, 8, 1, 8)));
        for (String algorithm : new String[] {"Camellia/CBC/PKCS7Padding", "Twofish/CTR/NoPadding"}) {
            var cipher = Cipher.getInstance(algorithm, "BC");
            var key = new SecretKeySpec(new byte[16], algorithm.split("/")[0]);
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
            byte[] encrypted = cipher.doFinal(TEXT);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(new byte[16]));
            System.out.println(algorithm + " " + HexFormat.of().formatHex(encrypted) + " " + new String(cipher.doFinal(encrypted)));
        }
        certificate();
        signatures();
    }

    private static void certificate() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC", "BC");
        generator.initialize(ECNamedCurveTable.getParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var name = new X500Name("CN=cups, O=catalogue");
        var from = Instant.parse("2026-01-01T00:00:00Z");
        var until = Instant.parse("2046-01-01T00:00:00Z");
        var holder = new JcaX509v3CertificateBuilder(name, BigInteger.TEN, Date.from(from), Date.from(until), name, pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").setProvider("BC").build(pair.getPrivate()));
        var pem = new StringWriter();
        try (var writer = new JcaPEMWriter(pem)) {
            writer.writeObject(holder);
        }
        try (var parser = new PEMParser(new StringReader(pem.toString()))) {
            var certificate = new JcaX509CertificateConverter().setProvider("BC").getCertificate((X509CertificateHolder) parser.readObject());
            certificate.verify(pair.getPublic(), "BC");
            System.out.println(certificate.getSubjectX500Principal().getName() + " " + certificate.getSigAlgName() + " "
                    + certificate.getBasicConstraints());
        }
    }

    private static void signatures() throws Exception {
        for (String algorithm : new String[] {"Ed448", "ML-DSA-65", "SLH-DSA-SHA2-128F"}) {
            var pair = KeyPairGenerator.getInstance(algorithm, "BC").generateKeyPair();
            var signature = Signature.getInstance(algorithm, "BC");
            signature.initSign(pair.getPrivate());
            signature.update(TEXT);
            byte[] signed = signature.sign();
            signature.initVerify(pair.getPublic());
            signature.update(TEXT);
            System.out.println(algorithm + " " + signed.length + " " + signature.verify(signed));
        }
    }
}
