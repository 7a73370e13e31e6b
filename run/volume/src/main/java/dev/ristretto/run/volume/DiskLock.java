package dev.ristretto.run.volume;

import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock on a disk, which the operating system frees if the process dies (fcntl(2), locks on ranges of bytes). It
 * excludes whoever locks the whole file, exclusively to write or shared to read, and QEMU: that says by shared locks on
 * single bytes what it does with an image (byte 100 and what it is permitted) and what it does not share with others
 * (byte 200 and what they must not be permitted).
 *
 * <p>Linux frees all locks of a process on a file when the process closes any descriptor of it. So this process opens a
 * disk once at a time, and a disk that it has locked counts as locked by others.
 */
final class DiskLock implements AutoCloseable {
    /** QEMU locks this byte shared if it writes. */
    private static final long WRITES = 101;
    /** QEMU locks this byte shared if nobody else may write, and asks for it before it writes. */
    private static final long NO_OTHER_WRITES = 201;
    /** QEMU locks this one never, but everybody does who locks the whole file. */
    private static final long OF_WHOLE_FILE = 0;

    private static final Set<OpenOption> OPEN = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> CREATE_NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path disk;
    private final FileChannel channel;

    private DiskLock(Path disk, FileChannel channel) {
        this.disk = disk;
        this.channel = channel;
    }

    /** Makes a disk of no length, which only its user may read, and locks it. */
    static DiskLock create(Path disk) throws IOException {
        return acquire(disk, CREATE_NEW, channel -> channel.tryLock() != null)
                .orElseThrow(() -> new IOException(disk + " was locked by somebody else as soon as it was there"));
    }

    /** Locks a disk against everybody; empty if somebody uses it. */
    static Optional<DiskLock> exclusive(Path disk) throws IOException {
        return acquire(disk, OPEN, channel -> channel.tryLock() != null);
    }

    /** Locks a file that is made for nothing else, if it is not there yet; empty if somebody has locked it. */
    static Optional<DiskLock> mark(Path file) throws IOException {
        return acquire(file, CREATE, channel -> channel.tryLock() != null);
    }

    /** Locks a disk against those who write; empty if somebody does. */
    static Optional<DiskLock> shared(Path disk) throws IOException {
        return acquire(disk, OPEN, DiskLock::share);
    }

    /** Others are kept out first, so that those who are found are all. */
    private static boolean share(FileChannel channel) throws IOException {
        if (channel.tryLock(NO_OTHER_WRITES, 1, true) == null) {
            return false;
        }
        return isFree(channel, WRITES) || !isFree(channel, OF_WHOLE_FILE);
    }

    /** Whether nobody else has locked a byte, even shared. */
    private static boolean isFree(FileChannel channel, long position) throws IOException {
        FileLock lock = channel.tryLock(position, 1, false);
        if (lock == null) {
            return false;
        }
        lock.release();
        return true;
    }

    @FunctionalInterface
    private interface Attempt {
        boolean succeeds(FileChannel channel) throws IOException;
    }

    private static Optional<DiskLock> acquire(Path disk, Set<OpenOption> options, Attempt attempt) throws IOException {
        Path path = disk.toAbsolutePath().normalize();
        if (!HELD.add(path)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(path, options, PrivateFiles.FILE);
            locked = attempt.succeeds(channel);
            return locked ? Optional.of(new DiskLock(path, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            // Another part of this program has locked it.
            return Optional.empty();
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(path);
            }
        }
    }

    /** The disk, to be read and written. */
    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(disk);
        }
    }
}
