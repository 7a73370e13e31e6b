package differential;

import java.security.AlgorithmParameterGenerator;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Every cryptographic algorithm that the JDK lists. */
final class AlgorithmProbes {
    private static final byte[] DATA = "the quick brown fox".repeat(20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** What takes long, or comes in thousands of kinds of which one is enough. */
    private static final List<String> SLOW = List.of("DIFFIEHELLMAN", "DH", "DSA", "HSS/LMS");

    private interface Factory {
        Object make(String algorithm) throws Exception;
    }

    private AlgorithmProbes() {}

    static void run(Probes p) {
        p.of("providers", () -> Arrays.stream(Security.getProviders()).map(Provider::getName).toList());
        p.of("service types", () -> Arrays.stream(Security.getProviders()).flatMap(provider -> provider.getServices().stream()).map(Provider.Service::getType).collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
        factories().forEach((type, factory) -> {
            for (String algorithm : new TreeSet<>(Security.getAlgorithms(type))) {
                p.of(type + " " + algorithm, () -> factory.make(algorithm));
            }
            p.of(type + " none", () -> factory.make("NoSuchThing"));
        });
    }

    private static Map<String, Factory> factories() {
        Map<String, Factory> factories = new TreeMap<>();
        factories.put("MessageDigest", algorithm -> MessageDigest.getInstance(algorithm).digest(DATA));
        factories.put("Mac", algorithm -> {
            Mac mac = Mac.getInstance(algorithm);
            if (algorithm.startsWith("PBE") || algorithm.startsWith("HMACPBE") || algorithm.startsWith("SSL")) {
                return mac.getMacLength();
            }
            mac.init(new SecretKeySpec(new byte[32], algorithm));
            return mac.doFinal(DATA);
        });
        factories.put("Cipher", algorithm -> Cipher.getInstance(algorithm).getBlockSize() + " " + Cipher.getMaxAllowedKeyLength(algorithm));
        factories.put("Signature", algorithm -> Signature.getInstance(algorithm).getAlgorithm());
        factories.put("KeyPairGenerator", algorithm -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (SLOW.contains(algorithm)) {
                return generator.getAlgorithm();
            }
            KeyPair pair = generator.generateKeyPair();
            return pair.getPublic().getAlgorithm() + " " + pair.getPublic().getFormat() + " " + pair.getPrivate().getFormat();
        });
        factories.put("KeyFactory", algorithm -> KeyFactory.getInstance(algorithm).getAlgorithm());
        factories.put("KeyAgreement", algorithm -> KeyAgreement.getInstance(algorithm).getAlgorithm());
        factories.put("KeyGenerator", algorithm -> algorithm.startsWith("SUNTLS") ? KeyGenerator.getInstance(algorithm).getAlgorithm() : KeyGenerator.getInstance(algorithm).generateKey().getEncoded().length);
        factories.put("SecretKeyFactory", algorithm -> SecretKeyFactory.getInstance(algorithm).getAlgorithm());
        factories.put("SecureRandom", algorithm -> algorithm.contains("BLOCKING") ? SecureRandom.getInstance(algorithm).getAlgorithm() : SecureRandom.getInstance(algorithm).generateSeed(5).length);
        factories.put("AlgorithmParameters", algorithm -> AlgorithmParameters.getInstance(algorithm).getProvider().getName());
        factories.put("AlgorithmParameterGenerator", algorithm -> AlgorithmParameterGenerator.getInstance(algorithm).getAlgorithm());
        factories.put("KeyStore", algorithm -> {
            KeyStore store = KeyStore.getInstance(algorithm);
            return store.getType() + store.getProvider().getName();
        });
        factories.put("CertificateFactory", algorithm -> CertificateFactory.getInstance(algorithm).getType());
        factories.put("CertPathBuilder", algorithm -> CertPathBuilder.getInstance(algorithm).getAlgorithm());
        factories.put("CertPathValidator", algorithm -> CertPathValidator.getInstance(algorithm).getAlgorithm());
        factories.put("CertStore", algorithm -> CertStore.getInstance(algorithm, null).getType());
        factories.put("KeyManagerFactory", algorithm -> KeyManagerFactory.getInstance(algorithm).getAlgorithm());
        factories.put("TrustManagerFactory", algorithm -> TrustManagerFactory.getInstance(algorithm).getAlgorithm());
        factories.put("SSLContext", algorithm -> {
            SSLContext context = SSLContext.getInstance(algorithm);
            return context.getProtocol();
        });
        factories.put("KEM", algorithm -> KEM.getInstance(algorithm).getAlgorithm());
        factories.put("KDF", algorithm -> KDF.getInstance(algorithm).getAlgorithm());
        return factories;
    }
}
