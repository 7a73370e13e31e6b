package dev.ristretto.kernel.personality.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.CallTrace;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.SignalMaskScope;
import dev.ristretto.kernel.personality.linux.file.lock.LockCalls;
import dev.ristretto.kernel.personality.linux.file.poll.EventCalls;
import dev.ristretto.kernel.personality.linux.file.poll.PollCalls;
import dev.ristretto.kernel.personality.linux.file.poll.ReadinessSetCalls;
import dev.ristretto.kernel.personality.linux.file.poll.TimerCalls;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SimulatedUserSpace;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that makes system calls: with files in memory, 256 KiB of memory from {@link #MEMORY} on, and nothing
 * behind that. Its calls are those of the thread that makes them.
 */
public final class TestProgram {
    public static final long MEMORY = 0x10_0000;
    public static final int SIZE = 256 << 10;
    public static final long BEHIND = MEMORY + SIZE;
    public static final int HERE = -100;
    public static final long NOW = 1_700_000_000_123_456_789L;

    /** Where strings of calls lie, each further on. */
    private static final long STRINGS = MEMORY + (192 << 10);

    public final FileSystem files;
    public final Process process;
    public final UserMemory memory;
    public final List<Integer> signals = new ArrayList<>();
    public final List<String> trace = Collections.synchronizedList(new ArrayList<>());
    public volatile boolean signalled;
    public volatile long mask;
    private final CallTable table;

    public TestProgram() {
        this(new FileSystem(new MemoryVolume(8 << 20, () -> NOW)), null);
    }

    private TestProgram(FileSystem files, @Nullable LockCalls shared) {
        this.files = files;
        process = new Process(() -> files, Credentials.ROOT);
        UserSpace pages = new SimulatedUserSpace();
        for (long page = MEMORY; page < BEHIND; page += 4096) {
            assertThat(pages.back(page, PageAccess.READ | PageAccess.WRITE, new byte[0], 0))
                    .isTrue();
        }
        memory = new UserMemory(pages, (address, write) -> false);
        locks = shared == null ? new LockCalls(process -> 7) : shared;
        table = new CallTable(number -> {}, new CallTrace(trace::add));
        new FileSystemCalls(locks, (caller, file, request, argument) -> {
                    throw new PosixException(Errno.ENOTTY);
                })
                .addTo(table);
        new PollCalls().addTo(table);
        new ReadinessSetCalls().addTo(table);
        new EventCalls(new FileSystem(new MemoryVolume(1 << 20, () -> NOW))).addTo(table);
        new TimerCalls(System::nanoTime, System::nanoTime).addTo(table);
    }

    private final LockCalls locks;

    /** Another process with the same files and locks. */
    public TestProgram other() {
        return new TestProgram(files, locks);
    }

    /** Makes a call whose arguments may be strings, which are put into the program's memory. */
    public long call(int number, Object... arguments) throws PosixException {
        long[] values = new long[6];
        long next = STRINGS;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof String text) {
                byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
                memory.write(next, bytes);
                values[i] = next;
                next += bytes.length;
            } else {
                values[i] = ((Number) arguments[i]).longValue();
            }
        }
        return table.call(number, new Calling(values));
    }

    /** The errno of a call that fails; 0 for one that does not. */
    public Errno failure(int number, Object... arguments) {
        try {
            long result = call(number, arguments);
            throw new AssertionError("call " + number + " gave " + result);
        } catch (PosixException e) {
            return e.errno();
        }
    }

    private final class Calling implements Caller {
        @Override
        public MemoryAreas areas() {
            throw new UnsupportedOperationException();
        }

        private final long[] values;

        Calling(long[] values) {
            this.values = values;
        }

        @Override
        public long argument(int index) {
            return values[index];
        }

        @Override
        public UserMemory memory() {
            return memory;
        }

        @Override
        public Process process() {
            return process;
        }

        @Override
        public boolean isSignalled() {
            return signalled;
        }

        @Override
        public void brokenPipe() {
            signals.add(13);
        }

        @Override
        public SignalMaskScope withSignalMask(long blocked) {
            long old = mask;
            mask = blocked;
            return () -> mask = old;
        }
    }

    /** A file with this content. */
    public void write(String path, String text) throws PosixException {
        int fd = open(path, 01 | 0100 | 01000);
        memory.write(MEMORY, text.getBytes(StandardCharsets.UTF_8));
        assertThat(call(SystemCalls.WRITE, fd, MEMORY, text.length())).isEqualTo(text.length());
        assertThat(call(SystemCalls.CLOSE, fd)).isZero();
    }

    public int open(String path, int flags) throws PosixException {
        return (int) call(SystemCalls.OPENAT, HERE, path, flags, 0644);
    }

    /** What a file holds. */
    public String read(String path) throws PosixException {
        int fd = open(path, 0);
        String text = readAll(fd);
        assertThat(call(SystemCalls.CLOSE, fd)).isZero();
        return text;
    }

    public String readAll(int fd) throws PosixException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int count = (int) call(SystemCalls.READ, fd, MEMORY, 100_000);
            if (count == 0) {
                return text.toString();
            }
            text.append(new String(memory.bytes(MEMORY, count), StandardCharsets.UTF_8));
        }
    }

    public String text(long address, long length) throws PosixException {
        return new String(memory.bytes(address, (int) length), StandardCharsets.UTF_8);
    }

    public ByteBuffer bytes(long address, int length) throws PosixException {
        return ByteBuffer.wrap(memory.bytes(address, length)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
