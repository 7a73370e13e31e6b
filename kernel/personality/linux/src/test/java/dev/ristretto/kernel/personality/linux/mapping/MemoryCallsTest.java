package dev.ristretto.kernel.personality.linux.mapping;

import static dev.ristretto.kernel.machine.user.UserSpace.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SimulatedUserSpace;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileOpening;
import dev.ristretto.kernel.posix.Pipe;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCallsTest {
    private static final int READ_WRITE = 3;
    private static final int PLAIN = 0x22;
    private static final int SHARED = 1;
    private static final int PRIVATE = 2;

    private final FileSystem root = new FileSystem(new MemoryVolume(1 << 20, () -> 1_000));
    private final Process process = new Process(() -> root, Credentials.ROOT);
    private final SimulatedUserSpace space = new SimulatedUserSpace();
    private final MemoryAreas areas = new MemoryAreas(space);
    private final UserMemory memory = new UserMemory(space, areas);
    private final CallTable table = new CallTable(_ -> {});

    @BeforeEach
    void fill() {
        new MemoryCalls(_ -> "/data").addTo(table);
    }

    @Test
    void memoryIsMappedChangedAndUnmapped() throws Exception {
        long start = call(SystemCalls.MMAP, 0, 3 * PAGE, READ_WRITE, PLAIN, -1, 0);
        memory.putInt(start, 1);
        assertThat(call(SystemCalls.MPROTECT, start, PAGE, 1)).isZero();
        assertThat(call(SystemCalls.MADVISE, start, PAGE, 4)).isZero();
        assertThat(memory.getInt(start)).isZero();
        long moved = call(SystemCalls.MREMAP, start + PAGE, 2 * PAGE, 8 * PAGE, 1);
        assertThat(call(SystemCalls.MSYNC, moved, 8 * PAGE, 4)).isZero();
        assertThat(call(SystemCalls.MUNMAP, moved, 8 * PAGE)).isZero();
        assertThat(call(SystemCalls.MUNMAP, start, PAGE)).isZero();
        assertThat(areas.mappedBytes()).isZero();
        assertThat(call(SystemCalls.MMAP, 0, 0, READ_WRITE, PLAIN, -1, 0)).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(SystemCalls.MMAP, 0, 1, READ_WRITE, PLAIN, -1, 1)).isEqualTo(-Errno.EINVAL.number());
    }

    @Test
    void filesAreMappedByTheirDescriptorsAndStayWhenThoseAreClosed() throws Exception {
        int descriptor = file(FileOpening.READ_WRITE);
        long shared = call(SystemCalls.MMAP, 0, PAGE, READ_WRITE, SHARED, descriptor, 0);
        long own = call(SystemCalls.MMAP, 0, PAGE, READ_WRITE, PRIVATE, descriptor, 0);
        int other = file(0);
        process.descriptors().close(descriptor);
        process.files().unlink("/data");
        assertThat(memory.getByte(own)).isEqualTo((byte) 'a');
        memory.putInt(shared, 0x7a7a7a7a);
        assertThat(call(SystemCalls.MSYNC, shared, PAGE, 4)).isZero();
        ByteBuffer read = ByteBuffer.allocate(8);
        assertThat(process.descriptors().get(other).readAt(read, 0)).isEqualTo(6);
        assertThat(read.array()).startsWith('z', 'z', 'z', 'z', 'e', 'f');
        assertThat(areas.mapsText()).contains("rw-s").contains("/data");
    }

    @Test
    void whatIsNoFileForThatIsRefused() throws Exception {
        int readable = file(0);
        int writable = file(FileOpening.WRITE_ONLY);
        process.files().makeDirectory("/d", 0777);
        int folder = process.files().open("/d", 0, 0);
        int pipe = process.descriptors().open(new Pipe().readEnd());
        assertThat(mapFile(99, PRIVATE)).isEqualTo(-Errno.EBADF.number());
        assertThat(mapFile(folder, PRIVATE)).isEqualTo(-Errno.ENODEV.number());
        assertThat(mapFile(pipe, PRIVATE)).isEqualTo(-Errno.ENODEV.number());
        assertThat(mapFile(writable, PRIVATE)).isEqualTo(-Errno.EACCES.number());
        assertThat(mapFile(readable, SHARED)).isEqualTo(-Errno.EACCES.number());
        assertThat(mapFile(readable, PRIVATE)).isPositive();
    }

    @Test
    void theBreakIsAnswered() {
        areas.beginBreak(0x50_0000);
        assertThat(call(SystemCalls.BRK, 0)).isEqualTo(0x50_0000);
        assertThat(call(SystemCalls.BRK, 0x50_1234)).isEqualTo(0x50_1234);
        assertThat(call(SystemCalls.BRK, -1)).isEqualTo(0x50_1234);
    }

    @Test
    void mincoreTellsWhichPagesAreThere() throws Exception {
        long start = call(SystemCalls.MMAP, 0, 5000 * PAGE, READ_WRITE, PLAIN, -1, 0);
        memory.putInt(start + PAGE, 1);
        memory.putInt(start + 4999 * PAGE, 1);
        long vector = call(SystemCalls.MMAP, 0, 5000, READ_WRITE, PLAIN, -1, 0);
        assertThat(call(SystemCalls.MINCORE, start, 5000 * PAGE - 1, vector)).isZero();
        assertThat(memory.bytes(vector, 3)).containsExactly(0, 1, 0);
        assertThat(memory.bytes(vector + 4998, 2)).containsExactly(0, 1);
        assertThat(call(SystemCalls.MINCORE, start + 1, PAGE, vector)).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(SystemCalls.MINCORE, 0x50_0000, PAGE, vector)).isEqualTo(-Errno.ENOMEM.number());
        assertThat(call(SystemCalls.MINCORE, start, -1, vector)).isEqualTo(-Errno.ENOMEM.number());
        assertThat(call(SystemCalls.MINCORE, start, PAGE, 0)).isEqualTo(-Errno.EFAULT.number());
    }

    @Test
    void allMemoryIsLocked() {
        long start = call(SystemCalls.MMAP, 0, PAGE, READ_WRITE, PLAIN, -1, 0);
        assertThat(call(SystemCalls.MLOCK, start + 5, 1)).isZero();
        assertThat(call(SystemCalls.MUNLOCK, start, PAGE)).isZero();
        assertThat(call(SystemCalls.MLOCK2, start, PAGE, 1)).isZero();
        assertThat(call(SystemCalls.MLOCK2, start, PAGE, 2)).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(SystemCalls.MLOCK, 0x50_0000, PAGE)).isEqualTo(-Errno.ENOMEM.number());
        assertThat(call(SystemCalls.MLOCK, start, -1)).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(SystemCalls.MLOCKALL, 3)).isZero();
        assertThat(call(SystemCalls.MLOCKALL, 0)).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(SystemCalls.MLOCKALL, 4)).isEqualTo(-Errno.EINVAL.number());
        assertThat(call(SystemCalls.MUNLOCKALL)).isZero();
    }

    /** Whatever the registers have: an answer or the number of an error, and no memory taken that is not given back. */
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void nothingComesOfNonsense(long seed) throws Exception {
        Random random = new Random(seed);
        areas.beginBreak(0x40_0000);
        int descriptor = file(FileOpening.READ_WRITE);
        int[] calls = {
            SystemCalls.MMAP,
            SystemCalls.MUNMAP,
            SystemCalls.MPROTECT,
            SystemCalls.MREMAP,
            SystemCalls.MADVISE,
            SystemCalls.MSYNC,
            SystemCalls.MINCORE,
            SystemCalls.BRK,
            SystemCalls.MLOCK
        };
        for (int round = 0; round < 20_000; round++) {
            int number = calls[random.nextInt(calls.length)];
            long[] arguments = new long[6];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = nonsense(random);
            }
            if (number == SystemCalls.MINCORE || number == SystemCalls.MADVISE) {
                // So many pages that it would take long are no error.
                arguments[1] %= 1 << 24;
            }
            arguments[4] = random.nextBoolean() ? descriptor : arguments[4];
            assertThat(call(number, arguments))
                    .as("seed %d round %d", seed, round)
                    .isGreaterThan(-134);
        }
        areas.clear();
        assertThat(space.bytes()).isZero();
    }

    private static long nonsense(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> random.nextInt(64);
            case 1 -> random.nextLong();
            case 2 -> 0x40_0000 + random.nextInt(16) * PAGE;
            case 3 -> random.nextInt(16) * PAGE;
            case 4 -> 1L << random.nextInt(64);
            case 5 -> -(1L << random.nextInt(64));
            default -> 0x7000_0000_0000L + (random.nextInt(1 << 20) & -16) * PAGE;
        };
    }

    private int file(int flags) throws PosixException {
        int descriptor = process.files().open("/data", FileOpening.CREATE | FileOpening.READ_WRITE, 0666);
        process.descriptors().get(descriptor).write(ByteBuffer.wrap(new byte[] {'a', 'b', 'c', 'd', 'e', 'f'}));
        process.descriptors().close(descriptor);
        return process.files().open("/data", flags, 0);
    }

    private long mapFile(int descriptor, int flags) {
        return call(SystemCalls.MMAP, 0, PAGE, READ_WRITE, flags, descriptor, 0);
    }

    /** What the program finds in its register. */
    private long call(int number, long... arguments) {
        try {
            return table.call(number, new Asking(arguments));
        } catch (PosixException e) {
            return -e.errno().number();
        }
    }

    private final class Asking implements Caller {
        private final long[] arguments;

        Asking(long... arguments) {
            this.arguments = arguments;
        }

        @Override
        public long argument(int index) {
            return index < arguments.length ? arguments[index] : 0;
        }

        @Override
        public UserMemory memory() {
            return memory;
        }

        @Override
        public MemoryAreas areas() {
            return areas;
        }

        @Override
        public Process process() {
            return process;
        }

        @Override
        public boolean isSignalled() {
            return false;
        }
    }
}
