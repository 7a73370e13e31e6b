package dev.ristretto.run.volume;

import dev.ristretto.run.host.FileTrees;
import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A disk that is being made, alone or in a folder of its own. It comes to its place by one rename; without that nothing
 * is left of it, also if a signal ends the process. What a process leaves that is killed has nobody's lock.
 */
final class StagedFiles implements AutoCloseable {

    private final Path whole;
    private final DiskLock lock;
    private final Thread hook;
    private boolean moved;
    private boolean abandoned;

    private StagedFiles(Path whole, DiskLock lock) {
        this.whole = whole;
        this.lock = lock;
        this.hook = new Thread(this::abandon, "end of a volume that is not finished");
    }

    /** Begins with a folder and a disk of that name in it. */
    static StagedFiles folder(Path folder, String disk) throws IOException {
        Files.createDirectory(folder, PrivateFiles.FOLDER);
        try {
            return begin(folder, DiskLock.create(folder.resolve(disk)));
        } catch (IOException | RuntimeException e) {
            FileTrees.delete(folder);
            throw e;
        }
    }

    /** Begins with a disk alone. */
    static StagedFiles file(Path file) throws IOException {
        return begin(file, DiskLock.create(file));
    }

    private static StagedFiles begin(Path whole, DiskLock lock) throws IOException {
        StagedFiles files = new StagedFiles(whole, lock);
        try {
            Runtime.getRuntime().addShutdownHook(files.hook);
        } catch (IllegalStateException e) {
            files.abandon();
            throw new ClosedByInterruptException();
        }
        return files;
    }

    /** A name that nothing else has, which begins with this one. */
    static String unique(String name) {
        return name + "."
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /**
     * Deletes what a process has left that was killed.
     *
     * @param disk its disk, which need not be there
     */
    static void deleteIfDead(Path whole, Path disk) throws IOException {
        if (Files.exists(disk)) {
            Optional<DiskLock> lock = DiskLock.exclusive(disk);
            if (lock.isEmpty()) {
                return;
            }
            lock.get().close();
        }
        deleteAll(whole);
    }

    /** Somebody else may do the same at this moment. */
    private static void deleteAll(Path whole) throws IOException {
        while (Files.exists(whole)) {
            try {
                FileTrees.delete(whole);
            } catch (NoSuchFileException e) {
                continue;
            }
        }
    }

    /** The file or folder as it is called yet. */
    Path path() {
        return whole;
    }

    /** The disk. */
    FileChannel disk() {
        return lock.channel();
    }

    /**
     * Takes all of it to its place.
     *
     * @throws java.nio.file.FileAlreadyExistsException if something is there
     */
    synchronized void moveTo(Path target) throws IOException {
        if (abandoned) {
            throw new ClosedByInterruptException();
        }
        Files.move(whole, target);
        moved = true;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being ended, and whoever comes first deletes it.
        }
        try {
            delete();
        } finally {
            lock.close();
        }
    }

    private void abandon() {
        try {
            delete();
        } catch (IOException e) {
            // The next command deletes it.
        }
    }

    private synchronized void delete() throws IOException {
        abandoned = true;
        if (!moved) {
            deleteAll(whole);
        }
    }
}
