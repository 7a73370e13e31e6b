package dev.ristretto.kernel.posix;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * pipe(2): bytes go in at one end and come out at the other, through {@value #CAPACITY} bytes of buffer. Writes of up
 * to {@value #ATOMIC} bytes (PIPE_BUF) are never cut in two. Safe for use by several threads.
 */
public final class Pipe {
    /** Bytes that can be under way. */
    public static final int CAPACITY = 65536;

    /** Longest write that is atomic, in bytes. */
    public static final int ATOMIC = 4096;

    private static final int PERMISSIONS = 0600;

    private final ReadEnd readEnd = new ReadEnd();
    private final WriteEnd writeEnd = new WriteEnd();
    private final Mutex mutex = new Mutex();
    private byte @Nullable [] ring;
    private int head;
    private int filled;

    /** An empty pipe; both ends wait for descriptors. */
    public Pipe() {}

    /** Where bytes come out. */
    public OpenFile readEnd() {
        return readEnd;
    }

    /** Where bytes go in. */
    public OpenFile writeEnd() {
        return writeEnd;
    }

    private int take(ByteBuffer target) {
        try (var _ = mutex.hold()) {
            int count = Math.min(target.remaining(), filled);
            if (count == 0 || ring == null) {
                return 0;
            }
            int first = Math.min(count, CAPACITY - head);
            target.put(ring, head, first).put(ring, 0, count - first);
            head = (head + count) % CAPACITY;
            filled -= count;
            return count;
        }
    }

    private int give(ByteBuffer source) {
        try (var _ = mutex.hold()) {
            int free = CAPACITY - filled;
            int wanted = source.remaining();
            int count = wanted <= ATOMIC && wanted > free ? 0 : Math.min(wanted, free);
            if (count == 0) {
                return 0;
            }
            if (ring == null) {
                ring = new byte[CAPACITY];
            }
            int tail = (head + filled) % CAPACITY;
            int first = Math.min(count, CAPACITY - tail);
            source.get(ring, tail, first).get(ring, 0, count - first);
            filled += count;
            return count;
        }
    }

    private int filled() {
        try (var _ = mutex.hold()) {
            return filled;
        }
    }

    private final class ReadEnd extends OpenFile {
        @Override
        public FileStatus status() {
            return FileStatus.ofKind(FileStatus.PIPE | PERMISSIONS);
        }

        @Override
        public int statusFlags() {
            return 0;
        }

        @Override
        protected int tryRead(ByteBuffer target) {
            boolean ended = writeEnd.isReleased(); // before looking for bytes: what was written before the end counts
            int count = take(target);
            if (count > 0) {
                writeEnd.roomGrew();
                return count;
            }
            if (!target.hasRemaining()) {
                return 0;
            }
            return ended ? END_OF_FILE : WOULD_BLOCK;
        }

        @Override
        public int readiness() {
            return (filled() > 0 ? PollEvents.IN : 0) | (writeEnd.isReleased() ? PollEvents.HUP : 0);
        }

        @Override
        public int available() {
            return filled();
        }

        @Override
        protected void release() {
            writeEnd.readerLeft();
        }

        private void bytesCame() {
            readinessChanged(PollEvents.IN);
        }

        private void writerLeft() {
            readinessChanged(PollEvents.HUP);
        }
    }

    private final class WriteEnd extends OpenFile {
        @Override
        public FileStatus status() {
            return FileStatus.ofKind(FileStatus.PIPE | PERMISSIONS);
        }

        @Override
        public int statusFlags() {
            return FileOpening.WRITE_ONLY;
        }

        @Override
        protected int tryWrite(ByteBuffer source) throws PosixException {
            if (readEnd.isReleased()) {
                throw new PosixException(Errno.EPIPE);
            }
            if (!source.hasRemaining()) {
                return 0;
            }
            int count = give(source);
            if (count == 0) {
                return WOULD_BLOCK;
            }
            readEnd.bytesCame();
            return count;
        }

        @Override
        public int readiness() {
            return (filled() <= CAPACITY - ATOMIC ? PollEvents.OUT : 0) | (readEnd.isReleased() ? PollEvents.ERR : 0);
        }

        @Override
        protected void release() {
            readEnd.writerLeft();
        }

        private void roomGrew() {
            readinessChanged(PollEvents.OUT);
        }

        private void readerLeft() {
            readinessChanged(PollEvents.ERR | PollEvents.OUT);
        }
    }
}
