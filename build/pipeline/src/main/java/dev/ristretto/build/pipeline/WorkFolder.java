package dev.ristretto.build.pipeline;

import dev.ristretto.build.BuildException;
import dev.ristretto.image.store.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** A folder for a build's intermediate files, empty at first and gone at the end. */
final class WorkFolder implements AutoCloseable {
    /**
     * Where every reproducible build takes place, one at a time. The lengths of paths decide where the compiler's JVM
     * puts its data, and their hash codes decide the order of tables, so they have to be the same for every user and
     * project.
     */
    private static final Path STEADY = Path.of("/tmp/ristretto-build");

    private final Path path;
    private final @Nullable FolderLock lock;

    private WorkFolder(Path path, @Nullable FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A folder of this build alone, inside the given one. */
    static WorkFolder temporary(Path parent) throws IOException {
        return new WorkFolder(Files.createTempDirectory(parent, "work-"), null);
    }

    /**
     * The folder of reproducible builds; waits until no other one uses it.
     *
     * @param waiting called once if there is one
     * @throws BuildException if it belongs to another user
     */
    static WorkFolder steady(Runnable waiting) throws IOException {
        return steady(STEADY, waiting);
    }

    static WorkFolder steady(Path place, Runnable waiting) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        UserPrincipal owner = Files.getOwner(place, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                || !owner.equals(Files.getOwner(Path.of("/proc/self")))) {
            throw new BuildException("Reproducible builds take place in " + place
                    + ", which is not a folder of yours but of user " + owner.getName() + ". Have it removed.");
        }
        FolderLock lock = FolderLock.acquire(place, waiting);
        try {
            Path work = place.resolve("work");
            // A build that was killed leaves its files behind.
            FileTrees.delete(work);
            return new WorkFolder(Files.createDirectory(work), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Deletes the folder. */
    @Override
    public void close() {
        try {
            try {
                FileTrees.delete(path);
            } finally {
                if (lock != null) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            // A left-over folder does no harm and must not hide the outcome of the build.
        }
    }
}
