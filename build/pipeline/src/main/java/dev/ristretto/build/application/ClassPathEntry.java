package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A jar or a class folder, read the same way. Thread-safe; opens the file anew for every call. */
public final class ClassPathEntry {
    private static final String CLASS = ".class";

    private final Path path;

    /** @param path a jar or a folder */
    public ClassPathEntry(Path path) {
        this.path = path;
    }

    /** Receives a file: its entry name, for example {@code a/b/C.class}, and its bytes. */
    @FunctionalInterface
    public interface Visitor {
        /** May leave bytes unread. */
        void visit(String entry, InputStream content) throws IOException;
    }

    /**
     * Visits the class files in an unspecified order, those for newer Java versions and module descriptors left
     * out.
     *
     * @throws BuildException if the jar is broken
     */
    public void classes(Visitor visitor) {
        visit(ClassPathEntry::isClass, visitor);
    }

    /**
     * Visits all files but class files in an unspecified order.
     *
     * @throws BuildException if the jar is broken
     */
    public void resources(Visitor visitor) {
        visit(entry -> !entry.endsWith(CLASS), visitor);
    }

    /**
     * Hands out the names of all files in an unspecified order, those for newer Java versions and module descriptors
     * left out.
     *
     * @throws BuildException if the jar is broken
     */
    void names(Consumer<String> visitor) {
        visit(entry -> isClass(entry) || !entry.endsWith(CLASS), (entry, content) -> visitor.accept(entry));
    }

    /** Whether there is no class in here. */
    boolean isWithoutClasses() {
        boolean[] found = new boolean[1];
        names(name -> found[0] |= name.endsWith(CLASS));
        return !found[0];
    }

    private void visit(Predicate<String> wanted, Visitor visitor) {
        try {
            if (Files.isDirectory(path)) {
                visitFolder(wanted, visitor);
            } else {
                try (JarFile jar = open()) {
                    for (JarEntry entry : (Iterable<JarEntry>) jar.versionedStream()::iterator) {
                        if (!entry.isDirectory() && wanted.test(entry.getName())) {
                            try (InputStream in = jar.getInputStream(entry)) {
                                visitor.visit(entry.getName(), in);
                            }
                        }
                    }
                }
            }
        } catch (ZipException e) {
            throw broken(path, e);
        } catch (IOException e) {
            throw new BuildException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** As an image's class loader sees it: of a multi-release jar the versions for this Java, by their plain names. */
    private JarFile open() throws IOException {
        return new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
    }

    /** The bytes of a class, if it is in here. */
    public Optional<byte[]> find(String binaryName) {
        String entry = binaryName.replace('.', '/') + CLASS;
        try {
            if (Files.isDirectory(path)) {
                Path file = path.resolve(entry);
                return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            }
            try (JarFile jar = open()) {
                ZipEntry found = jar.getEntry(entry);
                if (found == null) {
                    return Optional.empty();
                }
                try (InputStream in = jar.getInputStream(found)) {
                    return Optional.of(in.readAllBytes());
                }
            }
        } catch (ZipException e) {
            throw broken(path, e);
        } catch (IOException e) {
            throw new BuildException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    static BuildException broken(Path jar, ZipException cause) {
        return new BuildException(
                jar + " is no readable jar (" + cause.getMessage() + "). Build or download it again.", cause);
    }

    private void visitFolder(Predicate<String> wanted, Visitor visitor) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String entry = path.relativize(file).toString().replace('\\', '/');
                if (wanted.test(entry)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        visitor.visit(entry, in);
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The binary name of the class in a file, by its entry name. */
    public static String className(String entry) {
        return entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
    }

    private static boolean isClass(String entry) {
        return entry.endsWith(CLASS) && !entry.startsWith("META-INF/") && !entry.endsWith("module-info.class");
    }
}
