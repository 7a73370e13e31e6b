package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.root.AddedFiles;
import dev.ristretto.build.root.PreparedFile;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files that an image has for a program, each with the reason why. Those of the system keep their paths, with all
 * links that lead there; those of the program get paths of their own. Not thread-safe.
 */
public final class ProgramFiles {
    private static final int MOST_LINKS = 40;

    private final Path system;
    private final Path made;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<Path, String> trees = new LinkedHashMap<>();
    private int texts;
    private Optional<PreparedFile.Folder> base = Optional.empty();
    private List<FileShare> baseShares = List.of();

    /** A file, and the path under which it is counted: its own, or that of the folder that it came with. */
    private record Entry(Path source, String part, String reason) {}

    /**
     * No files yet.
     *
     * @param system where the host's files are, {@code /} but in tests
     * @param made an existing folder for files that no host has
     */
    public ProgramFiles(Path system, Path made) {
        this.system = system;
        this.made = made;
    }

    /**
     * Begins with a whole root, which is no host's.
     *
     * @param shares what is in it, for people
     */
    void begin(PreparedFile.Folder root, List<FileShare> shares) {
        base = Optional.of(root);
        baseShares = List.copyOf(shares);
    }

    /** What is there before all else. */
    public Optional<PreparedFile.Folder> base() {
        return base;
    }

    /**
     * A file of the system, at its own path.
     *
     * @return where the file itself is in the image, whatever links lead there
     * @throws IOException if there is no such file
     */
    public String addSystem(Path file, String reason) throws IOException {
        String path = withLinks(path(file), reason);
        put(path, system.resolve(path.substring(1)), path, reason);
        return path;
    }

    /** A folder of the system without some of its files. */
    public void addSystemTree(Path folder, Predicate<Path> without, String reason) throws IOException {
        String path = withLinks(path(folder), reason);
        addTree(system.resolve(path.substring(1)), path, without, reason);
    }

    /** A file at another path. */
    public void add(Path file, String target, String reason) throws IOException {
        put(target, file.toRealPath(), target, reason);
    }

    /**
     * A folder at another path, without some of its files. Links in it stay links, but what those that lead out of it
     * lead to stands in their place.
     */
    public void addTree(Path folder, String target, Predicate<Path> without, String reason) throws IOException {
        Path real = folder.toRealPath();
        trees.put(real, target);
        walk(real, real, target, new Tree(real, target, without, reason), 0);
    }

    private record Tree(Path top, String part, Predicate<Path> without, String reason) {}

    private void walk(Path from, Path start, String target, Tree tree, int depth) throws IOException {
        if (depth > MOST_LINKS) {
            throw new BuildException(
                    "Too many links lead out of " + tree.top() + " and back; the last one is " + from + ". Remove it.");
        }
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(start) && tree.without().test(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                try (var inside = Files.newDirectoryStream(folder)) {
                    if (!folder.equals(start) && !inside.iterator().hasNext()) {
                        // Programs expect folders that they write to.
                        put(place(folder), folder, tree.part(), tree.reason());
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (tree.without().test(file)) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isSymbolicLink() && Files.exists(file) && leadsOut(file)) {
                    Path real = file.toRealPath();
                    if (Files.isDirectory(real)) {
                        walk(file, real, place(file), tree, depth + 1);
                    } else {
                        put(place(file), real, tree.part(), tree.reason());
                    }
                } else if (attributes.isSymbolicLink() || attributes.isRegularFile()) {
                    put(place(file), file, tree.part(), tree.reason());
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean leadsOut(Path link) throws IOException {
                return Files.readSymbolicLink(link).isAbsolute()
                        || !link.toRealPath().startsWith(start);
            }

            private String place(Path file) {
                return target + "/" + start.relativize(file);
            }
        });
    }

    /** A file that no host has. */
    public void addText(String target, byte[] contents, String reason) throws IOException {
        Path file = Files.write(made.resolve("text-" + texts++), contents);
        put(target, file, target, reason);
    }

    /** Where the image has a file that has come with a folder. */
    Optional<String> placeOf(Path file) throws IOException {
        Path real = file.toRealPath();
        return trees.entrySet().stream()
                .filter(tree -> real.startsWith(tree.getKey()))
                .map(tree -> tree.getValue() + "/" + tree.getKey().relativize(real))
                .filter(entries::containsKey)
                .findFirst();
    }

    boolean has(String path) {
        return entries.containsKey(path);
    }

    /** The files that have come with folders and that are libraries or the like, by a test of their names. */
    List<Path> inTrees(Predicate<String> name) {
        return entries.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(entry.getValue().part()) && name.test(entry.getKey()))
                .map(entry -> entry.getValue().source())
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** What an image's root is made of. */
    public List<AddedFiles> added() {
        List<AddedFiles> added = new ArrayList<>();
        entries.forEach((path, entry) -> added.add(new AddedFiles(entry.source(), path, false)));
        return added;
    }

    /**
     * What is there and why: each file alone, those of folders together by their origins.
     *
     * @param origins of files of the host; asked once, for all
     */
    public List<FileShare> shares(Function<Collection<Path>, Map<Path, String>> origins) throws IOException {
        Map<Path, String> known =
                // Links like /lib lead to folders, which many packages have.
                origins.apply(entries.values().stream()
                        .map(Entry::source)
                        .filter(source -> !Files.isDirectory(source))
                        .toList());
        Map<List<String>, FileShare> shares = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            boolean regular = Files.isRegularFile(entry.source(), LinkOption.NOFOLLOW_LINKS);
            String origin = entry.source().startsWith(made) ? "ristretto" : known.getOrDefault(entry.source(), "");
            shares.merge(
                    List.of(entry.part(), origin, entry.reason()),
                    new FileShare(entry.part(), 1, regular ? Files.size(entry.source()) : 0, origin, entry.reason()),
                    (one, other) -> new FileShare(
                            one.path(),
                            one.files() + other.files(),
                            one.bytes() + other.bytes(),
                            one.origin(),
                            one.reason()));
        }
        return Stream.concat(baseShares.stream(), shares.values().stream()).toList();
    }

    private void put(String target, Path source, String part, String reason) {
        entries.putIfAbsent(target, new Entry(source, part, reason));
    }

    private String path(Path file) {
        return "/"
                + system.toAbsolutePath()
                        .normalize()
                        .relativize(file.toAbsolutePath().normalize());
    }

    /** Adds the links on the way to a file, and says where it really is. */
    private String withLinks(String path, String reason) throws IOException {
        Deque<String> left = new ArrayDeque<>(List.of(path.substring(1).split("/")));
        Path place = system;
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.remove();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                Path above = place.getParent();
                place = place.equals(system) || above == null ? system : above;
                continue;
            }
            Path next = place.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                place = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new BuildException("Too many links lead to " + path + ".");
            }
            String link = path(next);
            put(link, next, link, reason);
            Path leads = Files.readSymbolicLink(next);
            List<String> names = new ArrayList<>();
            leads.forEach(part -> names.add(part.toString()));
            names.reversed().forEach(left::addFirst);
            place = leads.isAbsolute() ? system : place;
        }
        if (!Files.exists(place)) {
            throw new BuildException("No such file: " + path);
        }
        return path(place);
    }
}
