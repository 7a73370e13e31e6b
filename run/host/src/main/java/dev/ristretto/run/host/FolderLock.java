package dev.ristretto.run.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Exclusive access to a folder between threads and processes; the operating system frees it if the process dies. */
public final class FolderLock implements AutoCloseable {
    /** File locks exclude processes only, so the threads of this one exclude each other first. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(ReentrantLock thread, FileChannel channel, FileLock lock) {
        this.thread = thread;
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits for the lock of a folder, which is created, for its user alone, if it is not there. */
    public static FolderLock acquire(Path folder) throws IOException {
        return acquire(folder, () -> {});
    }

    /**
     * Waits for the lock of a folder, which is created, for its user alone, if it is not there.
     *
     * @param waiting called once if another holds the lock
     */
    public static FolderLock acquire(Path folder, Runnable waiting) throws IOException {
        Files.createDirectories(folder, PrivateFiles.FOLDER);
        ReentrantLock thread = THREADS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
        boolean free = thread.tryLock();
        if (!free) {
            waiting.run();
            thread.lock();
        }
        FileChannel channel = null;
        try {
            // A link that somebody has put there leads nowhere.
            channel = FileChannel.open(
                    folder.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PrivateFiles.FILE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                if (free) {
                    waiting.run();
                }
                lock = channel.lock();
            }
            return new FolderLock(thread, channel, lock);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            thread.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            thread.unlock();
        }
    }
}
