package dev.ristretto.tests.runtime;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files and folders below the temporary folder, through both {@code java.io} and {@code java.nio.file}. */
final class FileChecks {
    private FileChecks() {}

    static void plan(Plan plan) {
        streams(plan);
        contents(plan);
        folders(plan);
        attributes(plan);
        failures(plan);
    }

    private static void streams(Plan plan) {
        plan.check("write, append and read", "one\ntwo\n", () -> inFolder(folder -> {
            Path file = folder.resolve("a");
            Files.writeString(file, "one\n");
            Files.writeString(file, "two\n", StandardOpenOption.APPEND);
            return Files.readString(file);
        }));
        plan.check("old streams", "abc 99 2", () -> inFolder(folder -> {
            File file = folder.resolve("a").toFile();
            try (FileOutputStream out = new FileOutputStream(file)) {
                out.write('a');
                out.write(new byte[] {'b', 'c'});
            }
            try (FileInputStream in = new FileInputStream(file)) {
                byte[] two = in.readNBytes(2);
                int available = in.available();
                return new String(two, StandardCharsets.US_ASCII) + "c " + in.read() + " " + (available + two.length - 1);
            }
        }));
        plan.check("appending stream", "12", () -> inFolder(folder -> {
            File file = folder.resolve("a").toFile();
            for (String text : new String[] {"1", "2"}) {
                try (FileOutputStream out = new FileOutputStream(file, true)) {
                    out.write(text.getBytes(StandardCharsets.US_ASCII));
                }
            }
            return Files.readString(file.toPath());
        }));
        plan.check("reader and writer", "gr\u00fc\u00dfe", () -> inFolder(folder -> {
            File file = folder.resolve("a").toFile();
            try (FileWriter writer = new FileWriter(file, StandardCharsets.UTF_8)) {
                writer.write("gr\u00fc\u00dfe\nzweite\n");
            }
            try (BufferedReader reader = new BufferedReader(new FileReader(file, StandardCharsets.UTF_8))) {
                return reader.readLine();
            }
        }));
        plan.check("skip and end of file", "d -1", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abcd");
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                in.skipNBytes(3);
                return (char) in.read() + " " + in.read();
            }
        }));
        plan.holds("4 MiB come back", () -> inFolder(folder -> {
            byte[] large = ZipChecks.sample(4 << 20);
            Path file = folder.resolve("large");
            Files.write(file, large);
            return Files.size(file) == large.length && Arrays.equals(large, Files.readAllBytes(file));
        }));
        plan.holds("a file of unknown length is read whole", () -> inFolder(folder -> {
            Path file = Files.write(folder.resolve("a"), ZipChecks.sample(100_001));
            try (var in = Files.newInputStream(file)) {
                return in.readAllBytes().length == 100_001;
            }
        }));
    }

    private static void contents(Plan plan) {
        plan.check("random access", "ab\0\0ef 6 6", () -> inFolder(folder -> {
            File file = folder.resolve("a").toFile();
            try (RandomAccessFile access = new RandomAccessFile(file, "rw")) {
                access.write('a');
                access.writeByte('b');
                access.seek(4);
                access.writeBytes("ef");
                long length = access.length();
                access.seek(0);
                byte[] all = new byte[6];
                access.readFully(all);
                return new String(all, StandardCharsets.US_ASCII) + " " + length + " " + access.getFilePointer();
            }
        }));
        plan.check("setting the length", "2 ab 4", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abcdef");
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                access.setLength(2);
                String cut = access.length() + " " + Files.readString(file);
                access.setLength(4);
                return cut + " " + access.length();
            }
        }));
        plan.check("truncating open", "x", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "long text");
            return Files.readString(Files.writeString(file, "x"));
        }));
        plan.check("open file outlives its name", "kept", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "kept");
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                Files.delete(file);
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            }
        }));
        plan.check("mismatch", 2L, () -> inFolder(folder -> Files.mismatch(
                Files.writeString(folder.resolve("a"), "abc"), Files.writeString(folder.resolve("b"), "abd"))));
        plan.check("random numbers as a file", 16, () -> {
            try (FileInputStream in = new FileInputStream("/dev/urandom")) {
                return in.readNBytes(16).length;
            }
        });
        plan.holds("null device swallows", () -> {
            Files.writeString(Path.of("/dev/null"), "text");
            return Files.readAllBytes(Path.of("/dev/null")).length == 0;
        });
        plan.holds("hosts file names the loopback", () ->
                Files.readString(Path.of("/etc/hosts")).contains("localhost"));
        plan.holds("resolver configuration is there", () -> Files.exists(Path.of("/etc/resolv.conf")));
    }

    private static void folders(Plan plan) {
        plan.check("walk", "[, a, a/b, a/b/c, d]", () -> inFolder(folder -> {
            Files.createDirectories(folder.resolve("a/b"));
            Files.createFile(folder.resolve("a/b/c"));
            Files.createFile(folder.resolve("d"));
            try (Stream<Path> paths = Files.walk(folder)) {
                return new TreeSet<>(paths.map(path -> folder.relativize(path).toString()).toList()).toString();
            }
        }));
        plan.check("directory stream with a pattern", "[x1.txt, x2.txt]", () -> inFolder(folder -> {
            for (String name : new String[] {"x1.txt", "x2.txt", "y.bin"}) {
                Files.createFile(folder.resolve(name));
            }
            TreeSet<String> names = new TreeSet<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.txt")) {
                stream.forEach(path -> names.add(path.getFileName().toString()));
            }
            return names.toString();
        }));
        plan.check("old listing", "[a, b] true true false", () -> inFolder(folder -> {
            File file = folder.toFile();
            boolean made = new File(file, "a").mkdir() && new File(file, "b").createNewFile();
            String[] names = file.list();
            Arrays.sort(names);
            return Arrays.toString(names) + " " + made + " " + new File(file, "a").isDirectory() + " "
                    + new File(file, "a").createNewFile();
        }));
        plan.check("rename and replace", "new false", () -> inFolder(folder -> {
            Path from = Files.writeString(folder.resolve("from"), "new");
            Path to = Files.writeString(folder.resolve("to"), "old");
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Files.readString(to) + " " + Files.exists(from);
        }));
        plan.check("rename a folder", "x", () -> inFolder(folder -> {
            Files.createDirectories(folder.resolve("old/sub"));
            Files.writeString(folder.resolve("old/sub/file"), "x");
            Files.move(folder.resolve("old"), folder.resolve("new"));
            return Files.readString(folder.resolve("new/sub/file"));
        }));
        plan.check("old rename and delete", "true true false", () -> inFolder(folder -> {
            File file = Files.writeString(folder.resolve("a"), "x").toFile();
            File target = folder.resolve("b").toFile();
            return file.renameTo(target) + " " + target.delete() + " " + target.exists();
        }));
        plan.check("copy", "text", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "text");
            return Files.readString(Files.copy(file, folder.resolve("b"), StandardCopyOption.COPY_ATTRIBUTES));
        }));
        plan.holds("temporary names differ", () -> inFolder(folder -> {
            Path one = Files.createTempFile(folder, "x", ".tmp");
            File other = File.createTempFile("xyz", ".tmp", folder.toFile());
            return Files.exists(one) && other.exists() && !one.equals(other.toPath());
        }));
        plan.check("path arithmetic", "/a/c ../b c true", () -> Path.of("/a/b/../c").normalize() + " "
                + Path.of("/x/a").relativize(Path.of("/x/b")) + " " + Path.of("/a/c").getFileName() + " "
                + Path.of("/a/c").startsWith("/a"));
        plan.check("canonical path", "/etc/hosts", () -> new File("/etc/../etc/./hosts").getCanonicalPath());
        plan.check("real path through a link", true, () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "x");
            Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a"));
            return Files.isSymbolicLink(link)
                    && Files.readString(link).equals("x")
                    && link.toRealPath().equals(file.toRealPath())
                    && Files.readSymbolicLink(link).toString().equals("a");
        }));
    }

    private static void attributes(Plan plan) {
        plan.check("size and kind", "3 true false false", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abc");
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.isRegularFile() + " " + attributes.isDirectory() + " "
                    + attributes.isSymbolicLink();
        }));
        plan.holds("modification time is now", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abc");
            long age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
            return Math.abs(age) < 10_000 && file.toFile().lastModified() > 0;
        }));
        plan.check("modification time can be set", 1_000_000_000_000L, () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abc");
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            return file.toFile().lastModified();
        }));
        plan.check("permissions", "rw-r-----", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abc");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        }));
        plan.holds("owner has a name", () ->
                inFolder(folder -> !Files.getOwner(folder).getName().isEmpty()));
        plan.holds("same file", () -> inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abc");
            return Files.isSameFile(file, folder.resolve("./a")) && Files.isReadable(file) && Files.isWritable(file);
        }));
        plan.holds("space figures", () -> {
            File folder = new File(System.getProperty("java.io.tmpdir"));
            return folder.getTotalSpace() > 0
                    && folder.getUsableSpace() > 0
                    && Files.getFileStore(folder.toPath()).getTotalSpace() > 0;
        });
    }

    private static void failures(Plan plan) {
        plan.check("missing file says so", "/no/such/file (No such file or directory)", () -> {
            try (FileInputStream in = new FileInputStream("/no/such/file")) {
                return in.read();
            } catch (FileNotFoundException e) {
                return e.getMessage();
            }
        });
        plan.fails("missing file", NoSuchFileException.class, () -> Files.readString(Path.of("/no/such/file")));
        plan.fails("file exists", FileAlreadyExistsException.class, () ->
                inFolder(folder -> Files.createFile(Files.createFile(folder.resolve("a")))));
        plan.fails("folder not empty", DirectoryNotEmptyException.class, () -> inFolder(folder -> {
            Files.createFile(folder.resolve("a"));
            Files.delete(folder);
            return 0;
        }));
        plan.fails("listing a file", NotDirectoryException.class, () -> inFolder(folder -> {
            try (Stream<Path> paths = Files.list(Files.createFile(folder.resolve("a")))) {
                return paths.count();
            }
        }));
        plan.fails("writing to a folder", FileNotFoundException.class, () -> inFolder(folder -> {
            try (FileOutputStream out = new FileOutputStream(folder.toFile())) {
                return out.getFD();
            }
        }));
        plan.fails("closed stream", IOException.class, () -> inFolder(folder -> {
            FileInputStream in = new FileInputStream(
                    Files.writeString(folder.resolve("a"), "x").toFile());
            in.close();
            return in.read();
        }));
    }

    /** What is done in a folder that is made before and removed afterwards. */
    @FunctionalInterface
    interface InFolder {
        Object run(Path folder) throws Exception;
    }

    static Object inFolder(InFolder body) throws Exception {
        Path folder = Files.createTempDirectory("check");
        try {
            return body.run(folder);
        } finally {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
