package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.Mutex;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which local socket has which name on a machine, and how many files are on their way through them. Thread-safe. */
public final class LocalAddresses {
    /**
     * Files in messages that nobody has read. A socket that is on its way through itself is never released; this bounds
     * how many there can be (Linux collects them).
     */
    static final int MOST_FILES_UNDER_WAY = 16384;

    /** What the file of a socket may be used for, but for what the umask takes. */
    private static final int PERMISSIONS = 0777;

    /** Linux makes names of five hexadecimal digits. */
    private static final int CHOSEN_NAMES = 1 << 20;

    private final Mutex mutex = new Mutex();
    private final Map<String, LocalSocket> abstractNames = new HashMap<>();
    /** By the file that is the name: while it is held here its file system gives this very object for it. */
    private final Map<Inode, LocalSocket> paths = new IdentityHashMap<>();

    private int filesUnderWay;
    private int lastChosen;

    /** A machine on which nothing has a name. */
    public LocalAddresses() {}

    /**
     * Gives a name to a socket; for a path the file is made.
     *
     * @return the file; null for an abstract name
     * @throws PosixException EADDRINUSE if the name is taken, or why the file cannot be made
     */
    @Nullable
    Inode add(LocalSocket socket, LocalName name, Process process) throws PosixException {
        if (!name.isAbstract()) {
            return addPath(socket, name.text(), process);
        }
        try (var _ = mutex.hold()) {
            if (abstractNames.putIfAbsent(name.text(), socket) != null) {
                throw new PosixException(Errno.EADDRINUSE);
            }
        }
        return null;
    }

    private Inode addPath(LocalSocket socket, String path, Process process) throws PosixException {
        Inode file;
        try {
            file = process.files().createSocket(path, PERMISSIONS);
        } catch (PosixException e) {
            throw e.errno() == Errno.EEXIST ? new PosixException(Errno.EADDRINUSE) : e;
        }
        file.open();
        try (var _ = mutex.hold()) {
            paths.put(file, socket);
        }
        return file;
    }

    /** An abstract name that nobody has, for a socket that does not care. */
    LocalName addSome(LocalSocket socket) throws PosixException {
        try (var _ = mutex.hold()) {
            for (int i = 0; i < CHOSEN_NAMES; i++) {
                lastChosen = (lastChosen + 1) % CHOSEN_NAMES;
                String text = String.format("%05x", lastChosen);
                if (abstractNames.putIfAbsent(text, socket) == null) {
                    return new LocalName(true, text);
                }
            }
        }
        throw new PosixException(Errno.ENOSPC);
    }

    /**
     * The socket that has a name.
     *
     * @throws PosixException ECONNREFUSED if none has it (any more), or why the path leads nowhere
     */
    public LocalSocket find(LocalName name, Process process) throws PosixException {
        Inode file = name.isAbstract()
                ? null
                : process.files().locate(name.text(), true).inode();
        if (file != null && file.kind() != FileKind.SOCKET) {
            throw new PosixException(Errno.ECONNREFUSED);
        }
        LocalSocket found;
        try (var _ = mutex.hold()) {
            found = file == null ? abstractNames.get(name.text()) : paths.get(file);
        }
        if (found == null) {
            throw new PosixException(Errno.ECONNREFUSED);
        }
        return found;
    }

    /** Takes a name away; a file stays, and leads nowhere. */
    void remove(LocalName name, @Nullable Inode file) {
        try (var _ = mutex.hold()) {
            if (file == null) {
                abstractNames.remove(name.text());
            } else {
                paths.remove(file);
            }
        }
        if (file != null) {
            file.close();
        }
    }

    /**
     * So many files begin their way.
     *
     * @throws PosixException ETOOMANYREFS if there are too many
     */
    void filesLeave(int count) throws PosixException {
        try (var _ = mutex.hold()) {
            if (count > MOST_FILES_UNDER_WAY - filesUnderWay) {
                throw new PosixException(Errno.ETOOMANYREFS);
            }
            filesUnderWay += count;
        }
    }

    /** So many files have arrived or are lost. */
    void filesArrive(int count) {
        try (var _ = mutex.hold()) {
            filesUnderWay -= count;
        }
    }
}
