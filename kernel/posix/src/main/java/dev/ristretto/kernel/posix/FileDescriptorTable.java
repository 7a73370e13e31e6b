package dev.ristretto.kernel.posix;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * File descriptors: small integers that stand for open files; a new one is always the lowest free (IEEE 1003.1-2024,
 * section 2.6). A descriptor also says whether it is closed when its process begins another program (FD_CLOEXEC). Safe
 * for use by several threads.
 */
public final class FileDescriptorTable {
    private static final int INITIAL_SIZE = 16;

    private final int limit;
    private final Mutex mutex = new Mutex();
    /** Changed under this table's lock only; read without it, as every operation on a descriptor does. */
    private volatile AtomicReferenceArray<@Nullable OpenFile> files = new AtomicReferenceArray<>(INITIAL_SIZE);

    /** The descriptors that are closed when another program begins; under this table's lock. */
    private final BitSet closingOnExecute = new BitSet();

    private int lowestFree;

    /** An empty table of at most {@code limit} descriptors. */
    public FileDescriptorTable(int limit) {
        this.limit = limit;
    }

    /** A table whose descriptors stand for the same files, and are closed when another program begins as here. */
    public FileDescriptorTable copy() {
        FileDescriptorTable copy = new FileDescriptorTable(limit);
        try (var _ = mutex.hold()) {
            copy.files = grown(files.length());
            for (int fd = 0; fd < files.length(); fd++) {
                OpenFile file = files.get(fd);
                if (file != null) {
                    file.retain();
                }
            }
            copy.closingOnExecute.or(closingOnExecute);
            copy.lowestFree = lowestFree;
        }
        return copy;
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
        return open(file, false);
    }

    /** The same; the descriptor is closed when another program begins if {@code closeOnExecute}. */
    public int open(OpenFile file, boolean closeOnExecute) throws PosixException {
        try (var _ = mutex.hold()) {
            return open(file, lowestFree, closeOnExecute);
        }
    }

    private int open(OpenFile file, int fd, boolean closeOnExecute) throws PosixException {
        if (fd >= limit) {
            throw new PosixException(Errno.EMFILE);
        }
        put(fd, file, closeOnExecute);
        return fd;
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
            closingOnExecute.clear(fd);
            lowestFree = Math.min(lowestFree, fd);
        }
        file.dropDescriptor();
    }

    /** exec(3): closes what is to be closed when another program begins. */
    public void closeOnExecute() {
        int[] closing;
        try (var _ = mutex.hold()) {
            closing = closingOnExecute.stream().toArray();
        }
        for (int fd : closing) {
            try {
                close(fd);
            } catch (PosixException e) {
                continue; // another thread was faster
            }
        }
    }

    /** F_GETFD of fcntl(2): whether a descriptor is closed when another program begins. */
    public boolean closesOnExecute(int fd) throws PosixException {
        try (var _ = mutex.hold()) {
            OpenFile unused = get(fd);
            return closingOnExecute.get(fd);
        }
    }

    /** F_SETFD of fcntl(2). */
    public void setClosingOnExecute(int fd, boolean value) throws PosixException {
        try (var _ = mutex.hold()) {
            OpenFile unused = get(fd);
            closingOnExecute.set(fd, value);
        }
    }

    /** The descriptors that are open now, in their order. */
    public List<Integer> numbers() {
        AtomicReferenceArray<@Nullable OpenFile> present = files;
        List<Integer> numbers = new ArrayList<>();
        for (int fd = 0; fd < present.length(); fd++) {
            if (present.get(fd) != null) {
                numbers.add(fd);
            }
        }
        return numbers;
    }

    /** dup(2): opens the lowest free descriptor for the file that {@code fd} stands for. */
    public int duplicate(int fd) throws PosixException {
        try (var _ = mutex.hold()) {
            return open(get(fd));
        }
    }

    /**
     * F_DUPFD and F_DUPFD_CLOEXEC of fcntl(2): the same with the lowest free descriptor from {@code lowest} on.
     *
     * @throws PosixException EINVAL if no descriptor can be {@code lowest}
     */
    public int duplicateFrom(int fd, int lowest, boolean closeOnExecute) throws PosixException {
        try (var _ = mutex.hold()) {
            OpenFile file = get(fd);
            if (lowest < 0 || lowest >= limit) {
                throw new PosixException(Errno.EINVAL);
            }
            int free = Math.max(lowest, lowestFree);
            while (free < files.length() && files.get(free) != null) {
                free++;
            }
            return open(file, free, closeOnExecute);
        }
    }

    /** dup2(2): makes {@code target} stand for the same file as {@code fd}; what it stood for before is closed. */
    public void duplicate(int fd, int target) throws PosixException {
        duplicate(fd, target, false);
    }

    /** dup3(2) where the two differ; where they are the same, nothing is done. */
    public void duplicate(int fd, int target, boolean closeOnExecute) throws PosixException {
        OpenFile old;
        try (var _ = mutex.hold()) {
            OpenFile file = get(fd);
            if (fd == target) {
                return;
            }
            old = exchange(target, file, closeOnExecute);
        }
        if (old != null) {
            old.dropDescriptor();
        }
    }

    /** Makes {@code fd} stand for {@code file} from now on; what it stood for before, if anything, is closed. */
    public void replace(int fd, OpenFile file) throws PosixException {
        OpenFile old;
        try (var _ = mutex.hold()) {
            old = exchange(fd, file, false);
        }
        if (old != null) {
            old.dropDescriptor();
        }
    }

    private @Nullable OpenFile exchange(int fd, OpenFile file, boolean closeOnExecute) throws PosixException {
        if (fd < 0 || fd >= limit) {
            throw new PosixException(Errno.EBADF);
        }
        OpenFile old = fd < files.length() ? files.get(fd) : null;
        put(fd, file, closeOnExecute);
        return old;
    }

    private void put(int fd, OpenFile file, boolean closeOnExecute) {
        if (fd >= files.length()) {
            files = grown(Math.min(limit, Math.max(fd + 1, files.length() * 2)));
        }
        file.retain();
        files.set(fd, file);
        closingOnExecute.set(fd, closeOnExecute);
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
