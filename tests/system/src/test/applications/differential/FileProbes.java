package differential;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Files, old and new. */
final class FileProbes {
    private FileProbes() {}

    static void run(Probes p) throws Exception {
        Path folder = Files.createTempDirectory("differential");
        Probes hidden = p;
        paths(p);
        contents(p, folder);
        attributes(p, folder);
        trees(p, folder);
        errors(p, folder);
        old(hidden, folder);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Names in messages without the folder, which has another name each time. */
    private static Object relative(Path folder, Probes.Expression body) throws Throwable {
        try {
            return Shown.of(body.value()).replace(folder.toString(), "FOLDER");
        } catch (Exception e) {
            return Shown.of(e).replace(folder.toString(), "FOLDER");
        }
    }

    private static void paths(Probes p) {
        for (String text : List.of("/a/../b/./c", "a//b/", "", "..", "/", "a\\b", "\u00e9", "./x")) {
            p.of("path " + text, () -> {
                Path path = Path.of(text);
                return path + "|" + path.normalize() + "|" + path.getFileName() + "|" + path.getParent() + "|" + path.getNameCount() + "|" + path.isAbsolute() + "|" + path.getRoot();
            });
            p.of("file " + text, () -> {
                File file = new File(text);
                return file + "|" + file.getName() + "|" + file.getParent() + "|" + file.isAbsolute() + "|" + file.hashCode();
            });
        }
        p.of("path nul", () -> Path.of("a\0b"));
        p.of("relativize", () -> Path.of("/a/b").relativize(Path.of("/a/c/d")) + " " + Path.of("/a/b").resolveSibling("x"));
        p.of("relativize mixed", () -> Path.of("/a").relativize(Path.of("b")));
        p.of("subpath", () -> Path.of("/a/b").subpath(1, 3));
        p.of("uri", () -> Path.of("/a b").toUri() + " " + Path.of(java.net.URI.create("file:///x%20y")));
        p.of("uri wrong", () -> Path.of(java.net.URI.create("http://x")));
        p.of("matcher", () -> FileSystems.getDefault().getPathMatcher("glob:**/*.{java,txt}").matches(Path.of("a/b.txt")));
        p.of("matcher wrong", () -> FileSystems.getDefault().getPathMatcher("glob:{a"));
        p.of("matcher unknown", () -> FileSystems.getDefault().getPathMatcher("what:x"));
        p.of("starts", () -> Path.of("/a/b").startsWith("/a") + " " + Path.of("ab").startsWith("a") + " " + Path.of("/a/b").endsWith("b"));
        p.of("system", () -> FileSystems.getDefault().getSeparator() + FileSystems.getDefault().isOpen() + new TreeSet<>(FileSystems.getDefault().supportedFileAttributeViews()));
        p.of("roots", () -> FileSystems.getDefault().getRootDirectories());
    }

    private static void contents(Probes p, Path folder) {
        Path file = folder.resolve("content.txt");
        p.of("write", () -> Files.size(Files.writeString(file, "line 1\nline 2 \u00e9\n")));
        p.of("lines", () -> Files.readAllLines(file));
        p.of("append", () -> Files.readString(Files.writeString(file, "more", StandardOpenOption.APPEND)).length());
        p.of("mismatch", () -> Files.mismatch(file, Files.writeString(folder.resolve("other.txt"), "line 2")));
        p.of("copy", () -> Files.size(Files.copy(file, folder.resolve("copy.txt"), StandardCopyOption.COPY_ATTRIBUTES)));
        p.of("move", () -> Files.exists(Files.move(folder.resolve("copy.txt"), folder.resolve("moved.txt"), StandardCopyOption.ATOMIC_MOVE)));
        p.of("stream", () -> {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.count();
            }
        });
        p.of("malformed", () -> relative(folder, () -> Files.readString(Files.write(folder.resolve("bad"), new byte[] {(byte) 0xFF}))));
        p.of("malformed lines", () -> Files.readAllLines(folder.resolve("bad")));
        p.of("content type", () -> Files.probeContentType(file) + " " + Files.probeContentType(Path.of("x.html")) + " " + Files.probeContentType(Path.of("x.unknown")));
        p.of("random", () -> {
            try (RandomAccessFile random = new RandomAccessFile(folder.resolve("random").toFile(), "rw")) {
                random.writeLong(5);
                random.seek(100);
                random.writeUTF("x");
                random.setLength(50);
                random.seek(4);
                return random.readInt() + " " + random.length() + " " + random.getFilePointer();
            }
        });
        p.of("random mode", () -> new RandomAccessFile(file.toFile(), "x"));
        p.of("random end", () -> {
            try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "r")) {
                random.seek(1000);
                return random.readInt();
            }
        });
        p.of("random read only", () -> {
            try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "r")) {
                random.write(1);
                return "";
            }
        });
        p.of("closed", () -> {
            FileInputStream input = new FileInputStream(file.toFile());
            input.close();
            return input.read();
        });
        p.of("available", () -> {
            try (FileInputStream input = new FileInputStream(file.toFile())) {
                return input.skip(3) + " " + input.available() + " " + input.getFD().valid();
            }
        });
        p.of("create new", () -> relative(folder, () -> Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW)));
        p.of("options", () -> Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.APPEND));
        p.of("delete on close", () -> {
            Path temporary = folder.resolve("temporary");
            Files.newByteChannel(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE).close();
            return Files.exists(temporary);
        });
    }

    private static void attributes(Probes p, Path folder) {
        Path file = folder.resolve("content.txt");
        p.of("basic", () -> {
            BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
            return basic.size() + " " + basic.isRegularFile() + basic.isDirectory() + basic.isSymbolicLink() + basic.isOther();
        });
        p.of("time", () -> Files.getLastModifiedTime(Files.setLastModifiedTime(file, FileTime.from(1_000_000_123, TimeUnit.MILLISECONDS))));
        p.of("time nanos", () -> Files.getLastModifiedTime(Files.setLastModifiedTime(file, FileTime.from(java.time.Instant.parse("2020-01-01T00:00:00.123456789Z")))));
        p.of("time early", () -> Files.getLastModifiedTime(Files.setLastModifiedTime(file, FileTime.fromMillis(-1500))));
        p.of("permissions", () -> PosixFilePermissions.toString(Files.getPosixFilePermissions(Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x")))));
        p.of("permissions text", () -> PosixFilePermissions.fromString("rwx"));
        p.of("unix", () -> new TreeMap<>(Files.readAttributes(file, "unix:mode,nlink,uid,gid")));
        p.of("posix", () -> Files.readAttributes(file, "posix:owner,group,permissions").keySet().stream().sorted());
        p.of("owner", () -> Files.getOwner(file).getName());
        p.of("owner unknown", () -> file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody-such"));
        p.of("attribute unknown", () -> Files.getAttribute(file, "basic:nothing"));
        p.of("view unknown", () -> Files.getAttribute(file, "what:nothing"));
        p.of("user attribute", () -> {
            Files.setAttribute(file, "user:note", "x".getBytes(StandardCharsets.UTF_8));
            return (byte[]) Files.getAttribute(file, "user:note");
        });
        p.of("can", () -> Files.isReadable(file) + " " + Files.isWritable(file) + " " + Files.isHidden(folder.resolve(".h")));
        p.of("symbolic", () -> relative(folder, () -> {
            Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("content.txt"));
            return Files.readSymbolicLink(link) + " " + Files.isSymbolicLink(link) + " " + link.toRealPath() + " " + Files.isSameFile(link, file);
        }));
        p.of("hard", () -> {
            Files.createLink(folder.resolve("hard"), file);
            return Files.getAttribute(file, "unix:nlink");
        });
        p.of("broken", () -> {
            Path link = Files.createSymbolicLink(folder.resolve("broken"), Path.of("nowhere"));
            return Files.exists(link) + " " + Files.exists(link, LinkOption.NOFOLLOW_LINKS);
        });
        p.of("loop", () -> relative(folder, () -> Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop")).toRealPath()));
        p.of("no link", () -> relative(folder, () -> Files.readSymbolicLink(file)));
        p.of("store", () -> Files.getFileStore(folder).getTotalSpace() > 0);
        p.of("key", () -> Files.readAttributes(file, BasicFileAttributes.class).fileKey() != null);
    }

    private static void trees(Probes p, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("tree/a/b"));
        Files.writeString(folder.resolve("tree/a/1.txt"), "1");
        Files.writeString(folder.resolve("tree/a/b/2.txt"), "2");
        Path tree = folder.resolve("tree");
        p.of("walk", () -> {
            try (Stream<Path> all = Files.walk(tree)) {
                return all.map(path -> tree.relativize(path).toString()).sorted().toList();
            }
        });
        p.of("find", () -> {
            try (Stream<Path> all = Files.find(tree, 2, (path, attributes) -> attributes.isRegularFile())) {
                return all.map(Path::getFileName).toList();
            }
        });
        p.of("glob", () -> {
            List<String> found = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(tree.resolve("a"), "*.txt")) {
                stream.forEach(path -> found.add(path.getFileName().toString()));
            }
            return found;
        });
        p.of("visit", () -> {
            List<String> order = new ArrayList<>();
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult postVisitDirectory(Path path, IOException e) {
                    order.add(path.getFileName().toString());
                    return FileVisitResult.CONTINUE;
                }
            });
            return order;
        });
        p.of("iterated twice", () -> {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(tree)) {
                stream.iterator();
                return stream.iterator();
            }
        });
        p.of("watch", () -> {
            try (WatchService service = FileSystems.getDefault().newWatchService()) {
                tree.register(service, StandardWatchEventKinds.ENTRY_CREATE);
                Files.writeString(tree.resolve("new.txt"), "x");
                WatchKey key = service.poll(60, TimeUnit.SECONDS);
                return key.pollEvents().stream().map(event -> event.kind() + " " + event.context()).toList();
            }
        });
        p.of("watch no folder", () -> relative(folder, () -> folder.resolve("none").register(FileSystems.getDefault().newWatchService(), StandardWatchEventKinds.ENTRY_CREATE)));
    }

    private static void errors(Probes p, Path folder) {
        Path none = folder.resolve("none/at/all");
        Path tree = folder.resolve("tree");
        Path file = folder.resolve("content.txt");
        p.of("read none", () -> relative(folder, () -> Files.readString(none)));
        p.of("write none", () -> relative(folder, () -> Files.writeString(none, "x")));
        p.of("delete none", () -> relative(folder, () -> Files.deleteIfExists(none) + "" + Files.size(none)));
        p.of("delete full", () -> relative(folder, () -> Files.deleteIfExists(tree)));
        p.of("list none", () -> relative(folder, () -> Files.list(none)));
        p.of("list file", () -> relative(folder, () -> Files.list(file)));
        p.of("read folder", () -> relative(folder, () -> Files.readString(tree)));
        p.of("write folder", () -> relative(folder, () -> Files.writeString(tree, "x")));
        p.of("create twice", () -> relative(folder, () -> Files.createDirectory(tree)));
        p.of("create below file", () -> relative(folder, () -> Files.createDirectories(file.resolve("x"))));
        p.of("copy over", () -> relative(folder, () -> Files.copy(file, folder.resolve("moved.txt"))));
        p.of("move over folder", () -> relative(folder, () -> Files.move(file, tree, StandardCopyOption.REPLACE_EXISTING)));
        p.of("move into itself", () -> relative(folder, () -> Files.move(tree, tree.resolve("x"))));
        p.of("long name", () -> relative(folder, () -> Files.createFile(folder.resolve("x".repeat(256)))).toString().replaceAll("x+", "x"));
        p.of("attributes none", () -> relative(folder, () -> Files.readAttributes(none, BasicFileAttributes.class)));
        p.of("input none", () -> relative(folder, () -> new FileInputStream(none.toFile())));
        p.of("input folder", () -> relative(folder, () -> new FileReader(tree.toFile())));
        p.of("output none", () -> relative(folder, () -> new FileOutputStream(none.toFile())));
        p.of("output folder", () -> relative(folder, () -> new FileOutputStream(tree.toFile())));
        p.of("temporary in none", () -> {
            try {
                return Files.createTempFile(none, "a", "b");
            } catch (NoSuchFileException e) {
                return "none";
            }
        });
        p.of("exception parts", () -> {
            try {
                return Files.readString(Path.of("/absent/file"));
            } catch (NoSuchFileException e) {
                return e.getFile() + e.getOtherFile() + e.getReason();
            }
        });
    }

    private static void old(Probes p, Path folder) {
        File file = folder.resolve("old").toFile();
        p.of("old create", () -> file.createNewFile() + " " + file.createNewFile() + " " + file.exists());
        p.of("old rename", () -> file.renameTo(folder.resolve("older").toFile()) + " " + file.exists());
        p.of("old mkdir", () -> file.mkdir() + " " + file.mkdirs() + " " + file.isDirectory());
        p.of("old list", () -> file.list().length + " " + folder.resolve("older").toFile().list());
        p.of("old delete", () -> file.delete() + " " + file.delete());
        p.of("old modified", () -> folder.resolve("older").toFile().setLastModified(5000) + " " + folder.resolve("older").toFile().lastModified());
        p.of("old read only", () -> folder.resolve("older").toFile().setReadOnly() + " " + folder.resolve("older").toFile().length());
        p.of("old executable", () -> folder.resolve("older").toFile().setExecutable(true) + " " + folder.resolve("older").toFile().canExecute());
        p.of("old canonical", () -> new File("/a/./b/../c").getCanonicalPath());
        p.of("old temporary", () -> File.createTempFile("x", ".y"));
        p.of("old temporary name", () -> {
            File temporary = File.createTempFile("abc", ".y");
            temporary.deleteOnExit();
            return temporary.getName().matches("abc\\d+\\.y") + " " + temporary.getParent();
        });
        p.of("old none", () -> {
            try {
                return new FileInputStream("/absent/file");
            } catch (FileNotFoundException e) {
                return e.getMessage();
            }
        });
        p.of("old space", () -> folder.toFile().getUsableSpace() > 0);
        p.of("old roots", File::listRoots);
    }
}
