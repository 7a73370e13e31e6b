package dev.ristretto.tests.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Compression and checksums. */
final class ZipChecks {
    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

    private ZipChecks() {}

    static void plan(Plan plan) {
        plan.check("crc32", "cbf43926", () -> sum(new CRC32()));
        plan.check("crc32c", "e3069283", () -> sum(new CRC32C()));
        plan.check("adler32", "91e01de", () -> sum(new Adler32()));
        plan.check("crc32 of a direct buffer", "cbf43926", () -> {
            CRC32 checksum = new CRC32();
            checksum.update(ByteBuffer.allocateDirect(9).put(DIGITS).flip());
            return Long.toHexString(checksum.getValue());
        });
        for (int level : new int[] {-1, 0, 1, 6, 9}) {
            plan.holds("deflate and inflate at level " + level, () -> {
                byte[] text = sample(200_000);
                byte[] packed = deflate(text, level);
                return Arrays.equals(text, inflate(packed)) && (level == 0 || packed.length < text.length / 2);
            });
        }
        plan.holds("random bytes hardly grow", () -> {
            byte[] noise = new byte[100_000];
            new Random(5).nextBytes(noise);
            byte[] packed = deflate(noise, 6);
            return packed.length < noise.length + 200 && Arrays.equals(noise, inflate(packed));
        });
        plan.check("inflates what zlib made", "hello hello hello", () -> new String(
                inflate(java.util.HexFormat.of().parseHex("78dacb48cdc9c957c84090003a2e067d")), StandardCharsets.US_ASCII));
        plan.fails("damaged data is found", DataFormatException.class, () -> {
            byte[] packed = deflate(sample(1000), 6);
            packed[packed.length - 1] ^= 1;
            Inflater inflater = new Inflater();
            inflater.setInput(packed);
            byte[] target = new byte[2000];
            while (!inflater.finished()) {
                inflater.inflate(target);
            }
            return target;
        });
        plan.check("dictionary", "hello world", () -> {
            byte[] dictionary = "hello world".getBytes(StandardCharsets.US_ASCII);
            Deflater deflater = new Deflater();
            deflater.setDictionary(dictionary);
            deflater.setInput(dictionary);
            deflater.finish();
            byte[] packed = new byte[100];
            int length = deflater.deflate(packed);
            Inflater inflater = new Inflater();
            inflater.setInput(packed, 0, length);
            byte[] target = new byte[100];
            boolean asked = inflater.inflate(target) == 0 && inflater.needsDictionary();
            inflater.setDictionary(dictionary);
            return asked ? new String(target, 0, inflater.inflate(target), StandardCharsets.US_ASCII) : "not asked";
        });
        plan.check("flush makes all readable", "part one", () -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            DeflaterOutputStream stream = new DeflaterOutputStream(packed, true);
            stream.write("part one".getBytes(StandardCharsets.US_ASCII));
            stream.flush();
            byte[] target = new byte[8];
            new InflaterInputStream(new ByteArrayInputStream(packed.toByteArray())).readNBytes(target, 0, 8);
            return new String(target, StandardCharsets.US_ASCII);
        });
        plan.holds("gzip comes back", () -> {
            byte[] text = sample(50_000);
            return Arrays.equals(text, gunzip(gzip(text)));
        });
        plan.fails("gzip magic is checked", ZipException.class, () -> gunzip(sample(100)));
        plan.fails("cut gzip is found", EOFException.class, () -> {
            byte[] packed = gzip(sample(1000));
            return gunzip(Arrays.copyOf(packed, packed.length - 4));
        });
        plan.check("zip archive", "a.txt=alpha;b/c.txt=beta;", () -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(packed)) {
                entry(zip, "a.txt", "alpha");
                entry(zip, "b/c.txt", "beta");
            }
            StringBuilder listing = new StringBuilder();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    listing.append(entry.getName()).append('=');
                    listing.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).append(';');
                }
            }
            return listing.toString();
        });
    }

    /** Text that compresses well but is not periodic. */
    static byte[] sample(int length) {
        Random random = new Random(length);
        String[] words = {"unikernel ", "image ", "instance ", "volume ", "network ", "kernel ", "boot ", "of ", "the "};
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    private static String sum(Checksum checksum) {
        checksum.update(DIGITS, 0, 4);
        checksum.update(DIGITS[4]);
        checksum.update(DIGITS, 5, 4);
        return Long.toHexString(checksum.getValue());
    }

    private static byte[] deflate(byte[] text, int level) {
        Deflater deflater = new Deflater(level);
        deflater.setInput(text);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] block = new byte[1000];
        while (!deflater.finished()) {
            packed.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return packed.toByteArray();
    }

    private static byte[] inflate(byte[] packed) throws Exception {
        return new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private static byte[] gzip(byte[] text) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(text);
        }
        return packed.toByteArray();
    }

    private static byte[] gunzip(byte[] packed) throws Exception {
        return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
