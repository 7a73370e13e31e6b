package differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.*;

/** Archives, compression and checksums. */
final class ArchiveProbes {
    private static final byte[] TEXT = "to be or not to be, that is the question. ".repeat(50).getBytes(StandardCharsets.UTF_8);

    private ArchiveProbes() {}

    static void run(Probes p) {
        for (Checksum checksum : new Checksum[] {new CRC32(), new CRC32C(), new Adler32()}) {
            p.of("checksum " + checksum.getClass().getSimpleName(), () -> {
                checksum.update(TEXT);
                checksum.update(java.nio.ByteBuffer.allocateDirect(10));
                checksum.update(5);
                return checksum.getValue();
            });
        }
        for (int level : new int[] {0, 1, 6, 9}) {
            for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY}) {
                p.of("inflated " + level + " " + strategy, () -> {
                    Deflater deflater = new Deflater(level, true);
                    deflater.setStrategy(strategy);
                    byte[] random = new byte[50_000];
                    new Random(level).nextBytes(random);
                    System.arraycopy(TEXT, 0, random, 100, TEXT.length);
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
                        deflated.write(random);
                    }
                    Inflater inflater = new Inflater(true);
                    byte[] back = new InflaterInputStream(new ByteArrayInputStream(out.toByteArray()), inflater).readAllBytes();
                    return java.util.Arrays.equals(random, back) + " " + inflater.getBytesWritten();
                });
            }
        }
        raw(p);
        zips(p);
        jars(p);
    }

    private static byte[] gzip(byte[] data) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    private static void raw(Probes p) {
        p.of("gzip", () -> new GZIPInputStream(new ByteArrayInputStream(gzip(TEXT))).readAllBytes());
        p.of("gzip header", () -> java.util.Arrays.copyOf(gzip(TEXT), 10));
        p.of("gzip size", () -> gzip(TEXT).length < 120);
        p.of("gzip wrong", () -> new GZIPInputStream(new ByteArrayInputStream(TEXT)));
        p.of("gzip empty", () -> new GZIPInputStream(new ByteArrayInputStream(new byte[0])));
        p.of("gzip cut", () -> new GZIPInputStream(new ByteArrayInputStream(gzip(TEXT), 0, 40)).readAllBytes());
        p.of("gzip broken", () -> {
            byte[] bytes = gzip(TEXT);
            bytes[bytes.length - 6] ^= 1;
            return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        });
        p.of("gzip members", () -> {
            ByteArrayOutputStream two = new ByteArrayOutputStream();
            two.write(gzip(new byte[] {1}));
            two.write(gzip(new byte[] {2}));
            return new GZIPInputStream(new ByteArrayInputStream(two.toByteArray())).readAllBytes();
        });
        p.of("inflate garbage", () -> {
            Inflater inflater = new Inflater();
            inflater.setInput(new byte[] {1, 2, 3, 4});
            return inflater.inflate(new byte[10]);
        });
        p.of("inflate ended", () -> {
            Inflater inflater = new Inflater();
            inflater.end();
            return inflater.inflate(new byte[10]);
        });
        p.of("dictionary", () -> {
            Deflater deflater = new Deflater();
            deflater.setDictionary("to be or not".getBytes(StandardCharsets.UTF_8));
            deflater.setInput("not to be".getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            byte[] bytes = new byte[100];
            int length = deflater.deflate(bytes);
            Inflater inflater = new Inflater();
            inflater.setInput(bytes, 0, length);
            byte[] back = new byte[20];
            int first = inflater.inflate(back);
            boolean needs = inflater.needsDictionary();
            inflater.setDictionary("to be or not".getBytes(StandardCharsets.UTF_8));
            return first + " " + needs + " " + new String(back, 0, inflater.inflate(back), StandardCharsets.UTF_8);
        });
        p.of("sync flush", () -> {
            Deflater deflater = new Deflater();
            deflater.setInput(new byte[] {1, 2, 3});
            byte[] bytes = new byte[100];
            int length = deflater.deflate(bytes, 0, 100, Deflater.SYNC_FLUSH);
            Inflater inflater = new Inflater();
            inflater.setInput(bytes, 0, length);
            return inflater.inflate(new byte[10]) + " " + inflater.finished();
        });
        p.of("level", () -> {
            new Deflater().setLevel(10);
            return "";
        });
        p.of("checked", () -> {
            CheckedInputStream in = new CheckedInputStream(new ByteArrayInputStream(TEXT), new Adler32());
            in.skip(100);
            return in.getChecksum().getValue();
        });
    }

    private static byte[] zip(String comment) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment(comment);
            ZipEntry entry = new ZipEntry("a/\u00e9.txt");
            entry.setTimeLocal(LocalDateTime.of(2024, 2, 29, 10, 0, 2));
            entry.setComment("note");
            zip.putNextEntry(entry);
            zip.write(TEXT);
            ZipEntry stored = new ZipEntry("stored");
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(1);
            stored.setCrc(0xD202EF8DL);
            zip.putNextEntry(stored);
            zip.write(0);
            zip.putNextEntry(new ZipEntry("folder/"));
        }
        return out.toByteArray();
    }

    private static Path zipFile() throws Exception {
        Path file = Files.createTempFile("differential", ".zip");
        Files.write(file, zip("all"));
        file.toFile().deleteOnExit();
        return file;
    }

    private static void zips(Probes p) {
        p.of("zip stream", () -> {
            StringBuilder names = new StringBuilder();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zip(null)))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    names.append(entry.getName()).append(entry.isDirectory()).append(zip.readAllBytes().length).append(entry.getTimeLocal().getYear() > 2000);
                }
            }
            return names;
        });
        p.of("zip file", () -> {
            try (ZipFile zip = new ZipFile(zipFile().toFile())) {
                ZipEntry entry = zip.getEntry("a/\u00e9.txt");
                return zip.size() + " " + zip.getComment() + " " + entry.getComment() + " " + entry.getTimeLocal() + " " + entry.getSize() + " " + Long.toHexString(entry.getCrc()) + " " + zip.getInputStream(entry).readAllBytes().length + " " + zip.getEntry("none");
            }
        });
        p.of("zip wrong", () -> {
            Path file = Files.writeString(zipFile(), "no zip");
            return new ZipFile(file.toFile());
        });
        p.of("zip none", () -> new ZipFile("/absent.zip"));
        p.of("zip empty", () -> {
            Path file = Files.write(zipFile(), new byte[0]);
            return new ZipFile(file.toFile());
        });
        p.of("zip twice", () -> {
            ZipOutputStream zip = new ZipOutputStream(new ByteArrayOutputStream());
            zip.putNextEntry(new ZipEntry("a"));
            zip.putNextEntry(new ZipEntry("a"));
            return "";
        });
        p.of("zip stored", () -> {
            ZipOutputStream zip = new ZipOutputStream(new ByteArrayOutputStream());
            zip.setMethod(ZipOutputStream.STORED);
            zip.putNextEntry(new ZipEntry("a"));
            return "";
        });
        p.of("zip closed", () -> {
            ZipFile zip = new ZipFile(zipFile().toFile());
            zip.close();
            return zip.getEntry("stored");
        });
        p.of("zip file system", () -> {
            try (FileSystem system = FileSystems.newFileSystem(zipFile(), Map.of())) {
                Files.writeString(system.getPath("/new.txt"), "new");
                return Files.readString(system.getPath("/new.txt")) + Files.size(system.getPath("a/\u00e9.txt")) + Files.isDirectory(system.getPath("folder"));
            }
        });
        p.of("zip file system by uri", () -> {
            try (FileSystem system = FileSystems.newFileSystem(URI.create("jar:" + zipFile().toUri()), Map.of("create", "true"))) {
                return system.getRootDirectories().iterator().next() + " " + system.provider().getScheme();
            }
        });
        p.of("zip over 65535", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.setLevel(0);
                for (int index = 0; index < 66_000; index++) {
                    zip.putNextEntry(new ZipEntry("e" + index));
                }
            }
            return out.size();
        });
    }

    private static void jars(Probes p) {
        p.of("manifest", () -> {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Long", "x".repeat(100));
            manifest.getEntries().put("part", new Attributes());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            manifest.write(out);
            return out + " " + new Manifest(new ByteArrayInputStream(out.toByteArray())).equals(manifest);
        });
        p.of("manifest wrong", () -> new Manifest(new ByteArrayInputStream("no colon\n\n".getBytes(StandardCharsets.UTF_8))));
        p.of("jar", () -> {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "a.B");
            manifest.getMainAttributes().put(new Attributes.Name("Multi-Release"), "true");
            Path file = zipFile();
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                jar.putNextEntry(new ZipEntry("x.txt"));
                jar.putNextEntry(new ZipEntry("META-INF/versions/9/x.txt"));
                jar.write(9);
            }
            try (JarFile jar = new JarFile(file.toFile(), true, ZipFile.OPEN_READ, JarFile.runtimeVersion());
                    InputStream entry = jar.getInputStream(jar.getEntry("x.txt"))) {
                return jar.getManifest().getMainAttributes().getValue("main-class") + jar.isMultiRelease() + entry.readAllBytes().length + JarFile.baseVersion();
            }
        });
        p.of("jar stream", () -> {
            try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(zip(null)))) {
                return jar.getManifest() + jar.getNextJarEntry().getName();
            }
        });
        p.of("jar url", () -> {
            Path file = zipFile();
            try (InputStream in = URI.create("jar:" + file.toUri() + "!/stored").toURL().openStream()) {
                return in.readAllBytes();
            }
        });
        p.of("jar url none", () -> {
            Path file = zipFile();
            try {
                return URI.create("jar:" + file.toUri() + "!/none").toURL().openStream();
            } catch (java.io.FileNotFoundException e) {
                return e.getMessage().replace(file.toString(), "FILE");
            }
        });
    }
}
