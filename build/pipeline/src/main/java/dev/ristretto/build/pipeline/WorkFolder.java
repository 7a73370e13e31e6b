package dev.ristretto.build.pipeline;

import dev.ristretto.run.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final @Nullable SharedPlace place;

    private WorkFolder(Path path, @Nullable SharedPlace place) {
        this.path = path;
        this.place = place;
    }

    /** A folder of this build alone, inside the given one. */
    static WorkFolder temporary(Path parent) throws IOException {
        return new WorkFolder(Files.createTempDirectory(parent, "work-"), null);
    }

    /**
     * The folder of reproducible builds; waits until no other one of this user uses it. At the end it is gone, so that
     * other users can have it.
     *
     * @param waiting called if there is one
     * @throws dev.ristretto.build.BuildException if another user has it, or something else is in its place
     */
    static WorkFolder steady(Runnable waiting) throws IOException {
        return steady(STEADY, waiting);
    }

    static WorkFolder steady(Path place, Runnable waiting) throws IOException {
        SharedPlace shared = SharedPlace.take(place, waiting);
        try {
            Path work = place.resolve("work");
            // A build that was killed leaves its files behind.
            FileTrees.delete(work);
            return new WorkFolder(Files.createDirectory(work), shared);
        } catch (IOException | RuntimeException e) {
            shared.close();
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
                if (place != null) {
                    place.close();
                }
            }
        } catch (IOException e) {
            // A left-over folder does no harm and must not hide the outcome of the build.
        }
    }
}
