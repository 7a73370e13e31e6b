package differential;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.*;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys at work, and what is refused. */
final class CryptoProbes {
    private static final byte[] DATA = "data to be kept".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IV = new byte[16];

    private static final String[] CIPHERS = {
        "AES/CBC/PKCS5Padding", "AES/ECB/NoPadding", "AES/CTR/NoPadding", "AES/GCM/NoPadding", "AES/CFB8/NoPadding", "AES/OFB/NoPadding", "AES/CTS/NoPadding",
        "ChaCha20-Poly1305", "DESede/CBC/PKCS5Padding", "DES/ECB/PKCS5Padding", "Blowfish/CBC/PKCS5Padding", "RC2/ECB/PKCS5Padding", "ARCFOUR", "AESWrap", "AES/KWP/NoPadding"
    };

    private CryptoProbes() {}

    static void run(Probes p) {
        for (String cipher : CIPHERS) {
            p.of("cipher " + cipher, () -> cipher(cipher));
        }
        signatures(p);
        agreements(p);
        derived(p);
        errors(p);
    }

    private static Object cipher(String transformation) throws Exception {
        String algorithm = transformation.split("/")[0];
        int size = switch (algorithm) {
            case "DES" -> 8;
            case "DESede" -> 24;
            case "ChaCha20-Poly1305" -> 32;
            default -> 16;
        };
        byte[] bytes = new byte[size];
        for (int index = 0; index < size; index++) {
            bytes[index] = (byte) (index * 7 + 1);
        }
        SecretKey key = new SecretKeySpec(bytes, algorithm.equals("AESWrap") ? "AES" : algorithm.equals("ChaCha20-Poly1305") ? "ChaCha20" : algorithm);
        Cipher cipher = Cipher.getInstance(transformation);
        if (algorithm.equals("AESWrap") || transformation.contains("KWP")) {
            cipher.init(Cipher.WRAP_MODE, key);
            return cipher.wrap(new SecretKeySpec(new byte[16], "AES"));
        }
        if (transformation.contains("GCM")) {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
            cipher.updateAAD(DATA);
        } else if (algorithm.startsWith("ChaCha")) {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[12]));
        } else if (transformation.contains("ECB") || algorithm.equals("ARCFOUR")) {
            cipher.init(Cipher.ENCRYPT_MODE, key);
        } else {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(IV, 0, cipher.getBlockSize()));
        }
        return cipher.doFinal(new byte[64]);
    }

    private static void signatures(Probes p) {
        String[][] rows = {
            {"RSA", "2048", "SHA256withRSA"}, {"RSA", "2048", "SHA3-512withRSA"}, {"RSA", "2048", "MD5withRSA"}, {"EC", "256", "SHA256withECDSA"},
            {"EC", "384", "SHA384withECDSAinP1363Format"}, {"EC", "521", "SHA512withECDSA"}, {"Ed25519", "", "Ed25519"}, {"Ed448", "", "Ed448"},
            {"ML-DSA-65", "", "ML-DSA"}, {"RSA", "2048", "NONEwithRSA"}
        };
        for (String[] row : rows) {
            p.of("signed " + row[2], () -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(row[0]);
                if (!row[1].isEmpty()) {
                    generator.initialize(Integer.parseInt(row[1]));
                }
                KeyPair pair = generator.generateKeyPair();
                Signature signature = Signature.getInstance(row[2]);
                signature.initSign(pair.getPrivate());
                signature.update(DATA);
                byte[] signed = signature.sign();
                signature.initVerify(pair.getPublic());
                signature.update(DATA);
                boolean good = signature.verify(signed);
                signature.initVerify(pair.getPublic());
                signature.update(DATA, 1, 3);
                KeyFactory factory = KeyFactory.getInstance(pair.getPublic().getAlgorithm());
                Key copy = factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
                Key secret = factory.generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded()));
                return good + " " + signature.verify(signed) + " " + copy.equals(pair.getPublic()) + " " + secret.equals(pair.getPrivate());
            });
        }
        p.of("pss", () -> {
            KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(pair.getPrivate());
            return signature.sign().length;
        });
        p.of("ed25519 known", () -> {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, new byte[32]));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(DATA);
            return signature.sign();
        });
        p.of("rsa known", () -> {
            BigInteger prime = new BigInteger("32317006071311007300714876688669951960444102669715484032130345427524655138867890893197201411522913463688717960921898019494119559150490921095088152386448283120630877367300996091750197750389652106796057638384067568276792218642619756161838094338476170470581645852036305042887575891541065808607552399123930385521914333389668342420684974786564569494856176035326322058077805659331026192708460314150258592864177116725943603718461857357598351152301645904403697613233287231227125684710820209725157101726931323469678542580656697935045997268352998638215525166389437335543602135433229604645318478604952148193555853611059596230656").subtract(BigInteger.ONE);
            return KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateKeySpec(prime, BigInteger.valueOf(3))).getFormat();
        });
    }

    private static void agreements(Probes p) {
        for (String curve : new String[] {"X25519", "X448"}) {
            p.of("agreed " + curve, () -> agree(KeyPairGenerator.getInstance(curve), curve));
        }
        p.of("agreed secp256r1", () -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return agree(generator, "ECDH");
        });
        p.of("no curve", () -> {
            KeyPairGenerator.getInstance("EC").initialize(new ECGenParameterSpec("secp1"));
            return "";
        });
        p.of("encapsulated", () -> {
            KeyPair pair = KeyPairGenerator.getInstance("ML-KEM-768").generateKeyPair();
            KEM kem = KEM.getInstance("ML-KEM");
            KEM.Encapsulated sent = kem.newEncapsulator(pair.getPublic()).encapsulate();
            return kem.newDecapsulator(pair.getPrivate()).decapsulate(sent.encapsulation()).equals(sent.key()) + " " + sent.encapsulation().length;
        });
        p.of("rsa encrypted", () -> {
            KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            byte[] secret = cipher.doFinal(DATA);
            cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            return new String(cipher.doFinal(secret), StandardCharsets.US_ASCII);
        });
    }

    private static Object agree(KeyPairGenerator generator, String algorithm) throws Exception {
        KeyPair one = generator.generateKeyPair();
        KeyPair two = generator.generateKeyPair();
        KeyAgreement first = KeyAgreement.getInstance(algorithm);
        first.init(one.getPrivate());
        first.doPhase(two.getPublic(), true);
        KeyAgreement second = KeyAgreement.getInstance(algorithm);
        second.init(two.getPrivate());
        second.doPhase(one.getPublic(), true);
        return Arrays.equals(first.generateSecret(), second.generateSecret());
    }

    private static void derived(Probes p) {
        for (String algorithm : new String[] {"PBKDF2WithHmacSHA1", "PBKDF2WithHmacSHA256", "PBKDF2WithHmacSHA512"}) {
            p.of("derived " + algorithm, () -> SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec("pw".toCharArray(), new byte[8], 500, 256)).getEncoded());
        }
        p.of("hkdf", () -> KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(DATA).thenExpand(DATA, 16)).getEncoded());
        p.of("password cipher", () -> {
            SecretKey key = SecretKeyFactory.getInstance("PBEWithHmacSHA256AndAES_128").generateSecret(new PBEKeySpec("pw".toCharArray()));
            Cipher cipher = Cipher.getInstance("PBEWithHmacSHA256AndAES_128");
            cipher.init(Cipher.ENCRYPT_MODE, key, new PBEParameterSpec(new byte[8], 1000, new IvParameterSpec(IV)));
            return cipher.doFinal(DATA);
        });
        p.of("seeded", () -> {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(5);
            return random.nextLong();
        });
        p.of("sealed", () -> {
            Cipher cipher = Cipher.getInstance("AES");
            SecretKey key = new SecretKeySpec(new byte[16], "AES");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return new SealedObject("kept", cipher).getObject(key);
        });
        p.of("random kinds", () -> new SecureRandom().getAlgorithm() + " " + SecureRandom.getInstanceStrong().getAlgorithm());
        p.of("digest stream", () -> {
            DigestInputStream stream = new DigestInputStream(new java.io.ByteArrayInputStream(DATA), MessageDigest.getInstance("SHA-1"));
            stream.readAllBytes();
            return stream.getMessageDigest().digest();
        });
        p.of("digest clone", () -> ((MessageDigest) MessageDigest.getInstance("SHA-256").clone()).digest());
    }

    private static void errors(Probes p) {
        p.of("no provider", () -> MessageDigest.getInstance("MD5", "None"));
        p.of("no padding", () -> Cipher.getInstance("AES/CBC/WhatPadding"));
        p.of("bad transformation", () -> Cipher.getInstance("AES/CBC"));
        p.of("bad key", () -> {
            Cipher.getInstance("AES").init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[5], "AES"));
            return "";
        });
        p.of("bad tag", () -> {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new GCMParameterSpec(128, new byte[12]));
            return cipher.doFinal(new byte[32]);
        });
        p.of("bad padding", () -> {
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            return cipher.doFinal(new byte[16]);
        });
        p.of("bad block", () -> {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            return cipher.doFinal(new byte[5]);
        });
        p.of("same iv", () -> {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), parameters);
            cipher.doFinal();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), parameters);
            return "";
        });
        p.of("uninitialized", () -> Cipher.getInstance("AES").doFinal());
        p.of("mac uninitialized", () -> Mac.getInstance("HmacSHA256").doFinal());
        p.of("small rsa", () -> {
            KeyPairGenerator.getInstance("RSA").initialize(100);
            return "";
        });
        p.of("bad encoding", () -> KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(new byte[] {1, 2, 3})));
        p.of("wrong kind of key", () -> {
            Signature.getInstance("SHA256withRSA").initSign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
            return "";
        });
        p.of("property", () -> Security.getProperty("jdk.tls.disabledAlgorithms").length() + Security.getProperty("securerandom.source"));
    }
}
