package dev.ristretto.kernel.posix;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * File descriptors: small integers that stand for open files; a new one is always the lowest free (IEEE 1003.1-2024,
 * section 2.6). Safe for use by several threads.
 */
public final class FileDescriptorTable {
    private static final int INITIAL_SIZE = 16;

    private final int limit;
    private final Mutex mutex = new Mutex();
    /** Changed under this table's lock only; read without it, as every operation on a descriptor does. */
    private volatile AtomicReferenceArray<@Nullable OpenFile> files = new AtomicReferenceArray<>(INITIAL_SIZE);

    private int lowestFree;

    /** An empty table of at most {@code limit} descriptors. */
    public FileDescriptorTable(int limit) {
        this.limit = limit;
    }

    /** How many descriptors can be open at once. */
    public int limit() {
        return limit;
    }

    /** How many descriptors are open now. */
    public int count() {
        AtomicReferenceArray<@Nullable OpenFile> present = files;
        int count = 0;
        for (int fd = 0; fd < present.length(); fd++) {
            if (present.get(fd) != null) {
                count++;
            }
        }
        return count;
    }

    /**
     * Opens the lowest free descriptor for {@code file}.
     *
     * @throws PosixException EMFILE if all are taken
     */
    public int open(OpenFile file) throws PosixException {
        try (var _ = mutex.hold()) {
            int fd = lowestFree;
            if (fd >= limit) {
                throw new PosixException(Errno.EMFILE);
            }
            put(fd, file);
            return fd;
        }
    }

    /**
     * The file that {@code fd} stands for.
     *
     * @throws PosixException EBADF if it is not open
     */
    public OpenFile get(int fd) throws PosixException {
        AtomicReferenceArray<@Nullable OpenFile> present = files;
        OpenFile file = fd >= 0 && fd < present.length() ? present.get(fd) : null;
        if (file == null) {
            throw new PosixException(Errno.EBADF);
        }
        return file;
    }

    /**
     * The file that {@code fd} stands for, which must be a {@code type}.
     *
     * @throws PosixException EBADF if it is not open, {@code otherwise} if it is something else
     */
    public <T extends OpenFile> T get(int fd, Class<T> type, Errno otherwise) throws PosixException {
        OpenFile file = get(fd);
        if (!type.isInstance(file)) {
            throw new PosixException(otherwise);
        }
        return type.cast(file);
    }

    /**
     * Closes {@code fd}; the file is released with its last descriptor.
     *
     * @throws PosixException EBADF if it is not open
     */
    public void close(int fd) throws PosixException {
        OpenFile file;
        try (var _ = mutex.hold()) {
            file = get(fd);
            files.set(fd, null);
            lowestFree = Math.min(lowestFree, fd);
        }
        file.dropDescriptor();
    }

    /** dup(2): opens the lowest free descriptor for the file that {@code fd} stands for. */
    public int duplicate(int fd) throws PosixException {
        try (var _ = mutex.hold()) {
            return open(get(fd));
        }
    }

    /** dup2(2): makes {@code target} stand for the same file as {@code fd}; what it stood for before is closed. */
    public void duplicate(int fd, int target) throws PosixException {
        OpenFile old;
        try (var _ = mutex.hold()) {
            OpenFile file = get(fd);
            if (fd == target) {
                return;
            }
            old = exchange(target, file);
        }
        if (old != null) {
            old.dropDescriptor();
        }
    }

    /** Makes {@code fd} stand for {@code file} from now on; what it stood for before, if anything, is closed. */
    public void replace(int fd, OpenFile file) throws PosixException {
        OpenFile old;
        try (var _ = mutex.hold()) {
            old = exchange(fd, file);
        }
        if (old != null) {
            old.dropDescriptor();
        }
    }

    private @Nullable OpenFile exchange(int fd, OpenFile file) throws PosixException {
        if (fd < 0 || fd >= limit) {
            throw new PosixException(Errno.EBADF);
        }
        OpenFile old = fd < files.length() ? files.get(fd) : null;
        put(fd, file);
        return old;
    }

    private void put(int fd, OpenFile file) {
        if (fd >= files.length()) {
            files = grown(Math.min(limit, Math.max(fd + 1, files.length() * 2)));
        }
        file.retain();
        files.set(fd, file);
        while (lowestFree < files.length() && files.get(lowestFree) != null) {
            lowestFree++;
        }
    }

    private AtomicReferenceArray<@Nullable OpenFile> grown(int length) {
        AtomicReferenceArray<@Nullable OpenFile> result = new AtomicReferenceArray<>(length);
        for (int fd = 0; fd < files.length(); fd++) {
            result.setPlain(fd, files.get(fd));
        }
        return result;
    }
}
