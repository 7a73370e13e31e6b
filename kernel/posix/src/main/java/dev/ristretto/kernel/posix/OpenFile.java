package dev.ristretto.kernel.posix;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a file descriptor stands for: POSIX's open file description (IEEE 1003.1-2024, section 3.234).
 *
 * <p>A subclass says how to move bytes without ever waiting ({@link #tryRead}, {@link #tryWrite}), what it is ready for
 * ({@link #readiness}), and calls {@link #readinessChanged} whenever that may have grown. Waiting is the same for all
 * of them and done here. An object may have several descriptors; {@link #release} runs once, after the last one is
 * closed.
 *
 * <p>Safe for use by several threads. Operations that find the file released end with {@link #INTERRUPTED}, also those
 * that wait in that moment.
 */
public abstract class OpenFile {
    /** Result of a read: the end of the file, or the peer will send no more. */
    public static final int END_OF_FILE = -1;

    /** Result of an operation that could not go on without waiting, on a file that does not block. */
    public static final int WOULD_BLOCK = -2;

    /** Result of an operation whose file was closed meanwhile by another thread. */
    public static final int INTERRUPTED = -3;

    private final AtomicInteger descriptors = new AtomicInteger();
    private final ReadinessWatchers watchers = new ReadinessWatchers();
    private volatile boolean nonBlocking;
    private volatile boolean released;

    /**
     * Moves up to {@code target.remaining()} bytes from this file into {@code target}, without waiting.
     *
     * @return the number of bytes moved (0 only if {@code target} is full), {@link #END_OF_FILE} or
     *     {@link #WOULD_BLOCK}
     */
    protected int tryRead(ByteBuffer target) throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    /**
     * Moves up to {@code source.remaining()} bytes from {@code source} into this file, without waiting.
     *
     * @return the number of bytes moved (0 only if {@code source} is empty) or {@link #WOULD_BLOCK}
     */
    protected int tryWrite(ByteBuffer source) throws PosixException {
        throw new PosixException(Errno.EBADF);
    }

    /**
     * What this file is ready for now, bits of {@link PollEvents}. A file that never waits is always ready for both.
     */
    public int readiness() {
        return PollEvents.IN | PollEvents.OUT;
    }

    /** fstat(2). */
    public FileStatus status() {
        return FileStatus.ofKind(FileStatus.SOCKET);
    }

    /** fsync(2): returns when what was written would survive a power cut; EINVAL for what keeps nothing. */
    public void sync() throws PosixException {
        throw new PosixException(Errno.EINVAL);
    }

    /** Gives up what this file holds; called once, after its last descriptor is closed. */
    protected void release() {}

    /**
     * Reads; waits for the first byte if this file blocks.
     *
     * @return the number of bytes read, {@link #END_OF_FILE}, {@link #WOULD_BLOCK} or {@link #INTERRUPTED}
     */
    public int read(ByteBuffer target) throws PosixException {
        while (true) {
            int count = tryRead(target);
            if (count != WOULD_BLOCK || nonBlocking) {
                return count;
            }
            if (await(PollEvents.IN, Wait.FOREVER) == 0) {
                return INTERRUPTED;
            }
        }
    }

    /**
     * Writes; waits until all of {@code source} is taken if this file blocks.
     *
     * @return the number of bytes written, {@link #WOULD_BLOCK} or {@link #INTERRUPTED} if none was
     */
    public int write(ByteBuffer source) throws PosixException {
        int total = 0;
        while (true) {
            int count;
            try {
                count = tryWrite(source);
            } catch (PosixException e) {
                if (total > 0) {
                    return total;
                }
                throw e;
            }
            if (count >= 0) {
                total += count;
                if (!source.hasRemaining()) {
                    return total;
                }
            }
            if (nonBlocking) {
                return total > 0 ? total : count;
            }
            if (count == WOULD_BLOCK && await(PollEvents.OUT, Wait.FOREVER) == 0) {
                return total > 0 ? total : INTERRUPTED;
            }
        }
    }

    /** Reads into several buffers in turn; waits for the first byte only. Results as of {@link #read(ByteBuffer)}. */
    public long read(ByteBuffer[] targets) throws PosixException {
        long total = 0;
        for (ByteBuffer target : targets) {
            if (!target.hasRemaining()) {
                continue;
            }
            int count = total == 0 ? read(target) : tryReadMore(target);
            if (count < 0) {
                return total > 0 ? total : count;
            }
            total += count;
            if (target.hasRemaining()) {
                break;
            }
        }
        return total;
    }

    /** Writes several buffers in turn. Results as of {@link #write(ByteBuffer)}. */
    public long write(ByteBuffer[] sources) throws PosixException {
        long total = 0;
        for (ByteBuffer source : sources) {
            if (!source.hasRemaining()) {
                continue;
            }
            int count;
            try {
                count = write(source);
            } catch (PosixException e) {
                if (total > 0) {
                    return total;
                }
                throw e;
            }
            if (count < 0) {
                return total > 0 ? total : count;
            }
            total += count;
            if (source.hasRemaining()) {
                break;
            }
        }
        return total;
    }

    private int tryReadMore(ByteBuffer target) {
        try {
            return tryRead(target);
        } catch (PosixException e) {
            return WOULD_BLOCK; // what was read before stands; the error is found again by the next read
        }
    }

    /** Reads at byte {@code position} without moving the file's own position; only of files that have one. */
    public int readAt(ByteBuffer target, long position) throws PosixException {
        throw new PosixException(Errno.ESPIPE);
    }

    /** Writes at byte {@code position} without moving the file's own position; only of files that have one. */
    public int writeAt(ByteBuffer source, long position) throws PosixException {
        throw new PosixException(Errno.ESPIPE);
    }

    /** The position in bytes at which the next read or write begins; only of files that have one. */
    public long position() throws PosixException {
        throw new PosixException(Errno.ESPIPE);
    }

    /** Moves the position to byte {@code position}, which may lie beyond the end. */
    public void seek(long position) throws PosixException {
        throw new PosixException(Errno.ESPIPE);
    }

    /** The length in bytes; only of files that have one. */
    public long size() throws PosixException {
        throw new PosixException(Errno.ESPIPE);
    }

    /** Cuts or extends (with zeros) the file to {@code size} bytes. */
    public void truncate(long size) throws PosixException {
        throw new PosixException(Errno.EINVAL);
    }

    /** How many bytes a read would find without waiting. */
    public int available() throws PosixException {
        throw new PosixException(Errno.ENOTTY);
    }

    /** Whether reads and writes return {@link #WOULD_BLOCK} where they would otherwise wait. */
    public final boolean isNonBlocking() {
        return nonBlocking;
    }

    /** The access mode and status flags of {@link FileOpening} with which it is open, but O_NONBLOCK. */
    public int statusFlags() {
        return FileOpening.READ_WRITE;
    }

    /** Sets O_APPEND, where that means something. */
    public void setAppending(boolean value) {}

    /** isatty(3): whether somebody sits at the other end. */
    public boolean isTerminal() {
        return false;
    }

    /** Sets O_NONBLOCK. Operations that wait already go on waiting. */
    public final void setNonBlocking(boolean value) {
        nonBlocking = value;
    }

    /** Whether the last descriptor has been closed. */
    public final boolean isReleased() {
        return released;
    }

    /**
     * Waits until one of {@code events}, an error or a hang-up is true.
     *
     * @param timeoutNanos how long to wait at most; 0 to look only, {@link Wait#FOREVER} for no limit
     * @return the bits that are true, 0 if the time is over or the file was closed
     */
    public final int await(int events, long timeoutNanos) {
        int asked = events | PollEvents.ERR | PollEvents.HUP;
        int ready = released ? 0 : readiness() & asked;
        if (ready != 0 || timeoutNanos == 0) {
            return ready;
        }
        try (Wait wait = new Wait(timeoutNanos)) {
            wait.watch(this, asked);
            while (!released) {
                ready = readiness() & asked;
                if (ready != 0 || !wait.untilSignalled()) {
                    return ready;
                }
            }
            return 0;
        }
    }

    /**
     * Tells whoever watches this file that one of {@code events} may be true now. To be called after every change that
     * makes this file ready for more, after the change is visible to {@link #readiness}.
     */
    protected final void readinessChanged(int events) {
        watchers.tell(this, events);
    }

    /** Has {@code watcher} told of every change, the last one with {@link #isReleased}. */
    public final void addWatcher(ReadinessWatcher watcher) {
        watchers.add(watcher);
    }

    /** The counterpart of {@link #addWatcher}. */
    public final void removeWatcher(ReadinessWatcher watcher) {
        watchers.remove(watcher);
    }

    /** One more descriptor, or a message on its way to somebody, stands for this file. */
    public final void retain() {
        descriptors.incrementAndGet();
    }

    /** A descriptor or message less; the last one releases the file and wakes all who wait on it. */
    public final void dropDescriptor() {
        if (descriptors.decrementAndGet() == 0) {
            released = true;
            try {
                release();
            } finally {
                readinessChanged(PollEvents.IN | PollEvents.OUT | PollEvents.ERR | PollEvents.HUP);
            }
        }
    }
}
