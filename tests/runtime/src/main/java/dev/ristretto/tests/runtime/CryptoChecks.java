package dev.ristretto.tests.runtime;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Digests, ciphers, signatures and random numbers; fixed answers are the published test vectors. */
final class CryptoChecks {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

    private CryptoChecks() {}

    static void plan(Plan plan) {
        plan.check("md5", "900150983cd24fb0d6963f7d28e17f72", () -> digest("MD5"));
        plan.check("sha-1", "a9993e364706816aba3e25717850c26c9cd0d89d", () -> digest("SHA-1"));
        plan.check("sha-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", () -> digest("SHA-256"));
        plan.check(
                "sha-256 of a million",
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
                () -> hex(MessageDigest.getInstance("SHA-256")
                        .digest("a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII))));
        plan.check("a provider of the program's own", "26", () -> {
            Mac mac = Mac.getInstance("Sum", new OwnProvider());
            mac.init(new SecretKeySpec(ABC, "Sum"));
            return hex(mac.doFinal(ABC));
        });
        plan.check("a provider that is added", "Own", () -> {
            Security.addProvider(new OwnProvider());
            try {
                return Mac.getInstance("Sum").getProvider().getName();
            } finally {
                Security.removeProvider("Own");
            }
        });
        plan.check("sha-512", "ddaf35a193617abacc417349ae204131", () -> digest("SHA-512").substring(0, 32));
        plan.check("sha3-256", "3a985da74fe225b2045c172d6bd390bd", () -> digest("SHA3-256").substring(0, 32));
        plan.check("hmac", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", () -> {
            byte[] key = new byte[20];
            java.util.Arrays.fill(key, (byte) 0x0b);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return hex(mac.doFinal("Hi There".getBytes(StandardCharsets.US_ASCII)));
        });
        plan.check("aes block", "69c4e0d86a7b0430d8cdb78070b4c55a", () -> {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, aes("000102030405060708090a0b0c0d0e0f"));
            return hex(cipher.doFinal(bytes("00112233445566778899aabbccddeeff")));
        });
        plan.check("aes-gcm", "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf", () -> {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, "00000000000000000000000000000000", "000000000000000000000000");
            return hex(cipher.doFinal(new byte[16]));
        });
        plan.check("aes-gcm of 100,000 bytes comes back", true, () -> {
            byte[] plain = new byte[100_000];
            new java.util.Random(3).nextBytes(plain);
            String key = "feffe9928665731c6d6a8f9467308308";
            byte[] secret = gcm(Cipher.ENCRYPT_MODE, key, "cafebabefacedbaddecaf888").doFinal(plain);
            return java.util.Arrays.equals(
                    plain, gcm(Cipher.DECRYPT_MODE, key, "cafebabefacedbaddecaf888").doFinal(secret));
        });
        plan.fails("a forged aes-gcm tag is found", AEADBadTagException.class, () -> {
            String key = "feffe9928665731c6d6a8f9467308308";
            byte[] secret = gcm(Cipher.ENCRYPT_MODE, key, "cafebabefacedbaddecaf888").doFinal(ABC);
            secret[0] ^= 1;
            return gcm(Cipher.DECRYPT_MODE, key, "cafebabefacedbaddecaf888").doFinal(secret);
        });
        plan.check("aes-cbc", "abc", () -> {
            IvParameterSpec vector = new IvParameterSpec(new byte[16]);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, aes("000102030405060708090a0b0c0d0e0f"), vector);
            byte[] secret = cipher.doFinal(ABC);
            cipher.init(Cipher.DECRYPT_MODE, aes("000102030405060708090a0b0c0d0e0f"), vector);
            return new String(cipher.doFinal(secret), StandardCharsets.US_ASCII);
        });
        plan.check("chacha20-poly1305", 19, () -> {
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "ChaCha20"), new IvParameterSpec(new byte[12]));
            return cipher.doFinal(ABC).length;
        });
        plan.check("pbkdf2", "120fb6cffcf8b32c43e7225256c4f837a86548c9", () -> hex(SecretKeyFactory.getInstance(
                        "PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec("password".toCharArray(), "salt".getBytes(StandardCharsets.UTF_8), 1, 160))
                .getEncoded()));
        plan.holds("ec signature", () -> signs("SHA256withECDSA", ec()));
        plan.holds("rsa signature", () -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            return signs("SHA256withRSA", generator.generateKeyPair());
        });
        plan.holds("ed25519 signature", () ->
                signs("Ed25519", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
        plan.holds("x25519 agreement", () -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
            KeyPair one = generator.generateKeyPair();
            KeyPair other = generator.generateKeyPair();
            return java.util.Arrays.equals(agree(one, other), agree(other, one));
        });
        plan.holds("key survives its encoding", () -> {
            KeyPair pair = ec();
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()))
                    .equals(pair.getPublic());
        });
        plan.holds("secure random differs", () -> {
            byte[] one = new byte[32];
            byte[] other = new byte[32];
            new SecureRandom().nextBytes(one);
            new SecureRandom().nextBytes(other);
            return !java.util.Arrays.equals(one, other) && !java.util.Arrays.equals(one, new byte[32]);
        });
        plan.holds("strong secure random does not block", () ->
                SecureRandom.getInstanceStrong().generateSeed(16).length == 16);
        plan.holds("random bits are balanced", () -> {
            byte[] bytes = new byte[16_384];
            new SecureRandom().nextBytes(bytes);
            int ones = 0;
            for (byte b : bytes) {
                ones += Integer.bitCount(b & 0xff);
            }
            // Six standard deviations of 131,072 fair coins.
            return Math.abs(ones - 65_536) < 1100;
        });
        plan.holds("random uuid", () -> {
            UUID one = UUID.randomUUID();
            return one.version() == 4 && !one.equals(UUID.randomUUID());
        });
    }

    private static String digest(String algorithm) throws Exception {
        return hex(MessageDigest.getInstance(algorithm).digest(ABC));
    }

    private static boolean signs(String algorithm, KeyPair pair) throws Exception {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(ABC);
        byte[] signature = signer.sign();
        return verifies(algorithm, pair, signature, ABC) && !verifies(algorithm, pair, signature, new byte[3]);
    }

    private static boolean verifies(String algorithm, KeyPair pair, byte[] signature, byte[] text) throws Exception {
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(pair.getPublic());
        verifier.update(text);
        return verifier.verify(signature);
    }

    private static KeyPair ec() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] agree(KeyPair own, KeyPair other) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own.getPrivate());
        agreement.doPhase(other.getPublic(), true);
        return agreement.generateSecret();
    }

    private static Cipher gcm(int mode, String key, String nonce) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, aes(key), new GCMParameterSpec(128, bytes(nonce)));
        return cipher;
    }

    private static SecretKeySpec aes(String key) {
        return new SecretKeySpec(bytes(key), "AES");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
