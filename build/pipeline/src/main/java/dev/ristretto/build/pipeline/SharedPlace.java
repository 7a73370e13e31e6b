package dev.ristretto.build.pipeline;

import dev.ristretto.build.BuildException;
import dev.ristretto.run.host.FileTrees;
import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A folder under a name that all users of this computer share, in a folder where everybody may make one: whoever needs
 * it makes it for himself alone and removes it at the end. Nothing that somebody else has put there is followed.
 *
 * <p>A lock file in it has one build after the other of the same user take it. As that goes with the folder, whoever
 * has waited for a lock makes sure that it is still that of the file under this name, by giving it a size that no
 * other has.
 */
final class SharedPlace implements AutoCloseable {
    private static final long LARGEST = 1 << 24;

    /** File locks exclude processes only, so the threads of this one exclude each other first. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path place;
    private final FileChannel channel;

    private SharedPlace(Path place, FileChannel channel) {
        this.place = place;
        this.channel = channel;
    }

    /**
     * Takes the place; waits while another build of this user has it.
     *
     * @param waiting called once if that is so
     * @throws BuildException if it is another user's, or no folder
     */
    static SharedPlace take(Path place, Runnable waiting) throws IOException {
        Once told = new Once(waiting);
        if (!THREADS.tryLock()) {
            told.run();
            THREADS.lock();
        }
        try {
            while (true) {
                makeOwn(place);
                FileChannel channel = lock(place.resolve("lock"), told);
                if (channel != null) {
                    return new SharedPlace(place, channel);
                }
            }
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    private static final class Once implements Runnable {
        private final Runnable action;
        private boolean done;

        Once(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }

    private static void makeOwn(Path place) throws IOException {
        try {
            Files.createDirectory(place, PrivateFiles.FOLDER);
        } catch (FileAlreadyExistsException e) {
            try {
                requireOwn(place);
            } catch (NoSuchFileException gone) {
                makeOwn(place);
            }
        }
    }

    private static void requireOwn(Path place) throws IOException {
        // All of it at once: it may come and go meanwhile.
        PosixFileAttributes found = Files.readAttributes(place, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String owner = found.owner().getName();
        boolean own = found.owner().equals(Files.getOwner(Path.of("/proc/self")));
        if (!found.isDirectory()) {
            throw new BuildException("Reproducible builds take place in " + place + ", where user " + owner
                    + " has put something that is no folder. Have it removed: "
                    + (own ? "rm " : "ask that user, or sudo rm ") + place);
        }
        if (!own) {
            throw new BuildException("Reproducible builds take place in " + place + ", which user " + owner
                    + " has now. It is free again at the end of that build; if none is going on, have it removed:"
                    + " ask that user, or sudo rm -r " + place);
        }
        if (!found.permissions().equals(PrivateFiles.FOLDER.value())) {
            Files.setPosixFilePermissions(place, PrivateFiles.FOLDER.value());
        }
    }

    /** Null if the file has gone meanwhile, or another one is in its place. */
    private static @Nullable FileChannel lock(Path file, Runnable waiting) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PrivateFiles.FILE);
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                waiting.run();
                lock = channel.lock();
            }
            if (isCurrent(file, channel)) {
                return channel;
            }
            channel.close();
            return null;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The file is asked by its name for the size that it was just given: to open it once more would free its lock. */
    private static boolean isCurrent(Path file, FileChannel channel) throws IOException {
        long size = ThreadLocalRandom.current().nextLong(1, LARGEST);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .size()
                    == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes the folder with all that is in it. */
    @Override
    public void close() throws IOException {
        try (channel) {
            // Those who wait have the file open; whoever comes now makes a new one.
            FileTrees.delete(place);
        } finally {
            THREADS.unlock();
        }
    }
}
