package dev.ristretto.image.store;

import dev.ristretto.run.host.AtomicFile;
import dev.ristretto.run.host.FolderEntries;
import dev.ristretto.run.host.FolderLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a store and its rules: only its user may look into it, because images hold what their users have baked
 * into them; files are replaced as a whole; and whoever changes something has the lock and clears away what a command
 * that was killed has left.
 */
final class StoreFolder {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwx------");

    private final Path root;

    StoreFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    boolean exists() {
        return Files.isDirectory(root);
    }

    /** Waits for the lock of the store, which is created if it is not there. */
    FolderLock lock() throws IOException {
        FolderLock lock = FolderLock.acquire(root);
        try {
            close();
            for (Path folder : List.of(root, resolve(ImageLeases.FOLDER), resolve(ImageOrigins.FOLDER))) {
                clear(folder);
            }
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Files that are being written have names with a dot; whoever has the lock writes none. */
    private static void clear(Path folder) throws IOException {
        for (Path file : files(folder)) {
            if (file.getFileName().toString().startsWith(".")) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The files in a folder; none if there is no such folder. */
    static List<Path> files(Path folder) throws IOException {
        try {
            return FolderEntries.of(folder);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Takes permissions that others have, as those of older versions did, if that can be done. */
    void closeIfPossible() {
        try {
            close();
        } catch (IOException e) {
            // Somebody else's, or not to be written: it can be read all the same.
        }
    }

    /** Takes permissions that others have. The folder itself comes last, so that what is cut short is done again. */
    private void close() throws IOException {
        if (!exists() || Files.getPosixFilePermissions(root).equals(FOLDER)) {
            return;
        }
        Files.walkFileTree(root.toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    restrict(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return passing(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.setPosixFilePermissions(folder, FOLDER);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void restrict(Path file) throws IOException {
        try {
            boolean program = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                    .contains(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(file, program ? PROGRAM : FILE);
        } catch (NoSuchFileException e) {
            // Somebody has just removed it.
        }
    }

    private static FileVisitResult passing(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    /** Makes a folder of the store and those above it. */
    static void create(Path folder) throws IOException {
        Files.createDirectories(folder, attribute(FOLDER));
    }

    /** What has gone wrong with a file, in words: the messages of some exceptions are the file's name alone. */
    static String words(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " is missing";
            case AccessDeniedException denied -> denied.getFile() + ": no permission";
            case FileAlreadyExistsException present -> present.getFile() + " is in the way";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }

    /** Makes an empty file. */
    static void createFile(Path file) throws IOException {
        Files.createFile(file, attribute(FILE));
    }

    /** Replaces a file, so that even a power cut leaves the old or the new content. */
    static void write(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, content, attribute(FILE));
    }

    /** Replaces a file without waiting for the disk: for what is checked when it is read. */
    static void writeSoon(Path file, byte[] content) throws IOException {
        AtomicFile.writeSoon(file, content, attribute(FILE));
    }

    /** Lets Linux execute a file. */
    static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PROGRAM);
    }

    private static FileAttribute<?> attribute(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }
}
