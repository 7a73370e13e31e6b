package dev.ristretto.kernel.personality.linux.file.pseudo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.personality.linux.file.TestProgram;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PseudoFilesTest {
    private static final long M = TestProgram.MEMORY;

    private final TestProgram program = new TestProgram();

    @BeforeEach
    void mount() throws Exception {
        program.write("/prog", "ELF");
        PseudoFiles.addTo(program.files, new Facts(), new MemoryVolume(1 << 20, () -> TestProgram.NOW));
    }

    @Test
    void aProgramFindsItself() throws PosixException {
        assertThat(program.call(SystemCalls.READLINK, "/proc/self/exe", M, 100)).isEqualTo(5);
        assertThat(program.text(M, 5)).isEqualTo("/prog");
        assertThat(program.read("/proc/self/exe")).isEqualTo("ELF");
        assertThat(program.read("/proc/self/cmdline")).isEqualTo("prog\0-x\0");
        assertThat(program.read("/proc/12/task/13/comm")).isEqualTo("worker\n");
        assertThat(program.read("/proc/thread-self/stat")).startsWith("13 (worker) S 1 12 12 0 -1 ");
        assertThat(program.failure(SystemCalls.OPEN, "/proc/99/stat", 0)).isEqualTo(Errno.ENOENT);
        assertThat(program.failure(SystemCalls.OPEN, "/proc/012/stat", 0)).isEqualTo(Errno.ENOENT);
        int writing = program.open("/proc/self/stat", 01);
        assertThat(program.failure(SystemCalls.WRITE, writing, M, 1)).isEqualTo(Errno.EPERM);
    }

    @Test
    void fieldsOfStatStandWhereTheyAreRead() throws PosixException {
        String[] fields = program.read("/proc/self/stat").strip().split(" ");
        assertThat(fields).hasSize(52);
        assertThat(fields[19]).isEqualTo("2");
        assertThat(fields[22]).isEqualTo("8192000");
        assertThat(fields[23]).isEqualTo("100");
    }

    @Test
    void memoryIsThatOfTheInstance() throws PosixException {
        assertThat(program.read("/proc/meminfo"))
                .startsWith("MemTotal:          65536 kB\nMemFree:           32768 kB\nMemAvailable:      32768 kB\n");
        assertThat(program.read("/proc/uptime")).isEqualTo("12.34 5.00\n");
        assertThat(program.read("/proc/cpuinfo")).contains("processor\t: 1\nmodel name\t: CPU\n");
        assertThat(program.read("/proc/stat")).startsWith("cpu  1968 0 0 500 0 0 0 0 0 0\ncpu0 984 0 0 250 ");
        assertThat(program.read("/sys/devices/system/cpu/online")).isEqualTo("0-1\n");
        assertThat(program.read("/proc/sys/net/core/somaxconn")).isEqualTo("4096\n");
        assertThat(program.read("/proc/sys/kernel/random/uuid")).isEqualTo("05050505-0505-4505-8505-050505050505\n");
    }

    @Test
    void descriptorsAreLinksToWhatTheyStandFor() throws PosixException {
        program.call(SystemCalls.PIPE, M);
        int reading = program.memory.getInt(M);
        int writing = program.memory.getInt(M + 4);
        int again = program.open("/dev/fd/" + writing, 01);
        program.call(SystemCalls.WRITE, again, M, 3);
        assertThat(program.call(SystemCalls.READ, reading, M, 10)).isEqualTo(3);
        int length = (int) program.call(SystemCalls.READLINK, "/proc/self/fd/" + reading, M, 100);
        assertThat(program.text(M, length)).startsWith("pipe:[");
        int file = program.open("/prog", 0);
        length = (int) program.call(SystemCalls.READLINK, "/proc/self/fd/" + file, M, 100);
        assertThat(program.text(M, length)).isEqualTo("/prog");
        program.call(SystemCalls.UNLINK, "/prog");
        assertThat(program.read("/proc/self/fd/" + file)).isEqualTo("ELF");
        length = (int) program.call(SystemCalls.READLINK, "/proc/self/fd/" + file, M, 100);
        assertThat(program.text(M, length)).isEqualTo("/prog (deleted)");
        assertThat(program.failure(SystemCalls.OPEN, "/proc/self/fd/77", 0)).isEqualTo(Errno.ENOENT);
    }

    @Test
    void devicesAreThere() throws PosixException {
        int zero = program.open("/dev/zero", 02);
        assertThat(program.call(SystemCalls.READ, zero, M, 200_000)).isEqualTo(200_000);
        assertThat(program.call(SystemCalls.WRITE, program.open("/dev/null", 01), M, 100))
                .isEqualTo(100);
        assertThat(program.call(SystemCalls.READ, program.open("/dev/null", 0), M, 100))
                .isZero();
        assertThat(program.failure(SystemCalls.WRITE, program.open("/dev/full", 01), M, 100))
                .isEqualTo(Errno.ENOSPC);
        assertThat(program.failure(SystemCalls.OPEN, "/dev/tty", 02)).isEqualTo(Errno.ENXIO);
        program.call(SystemCalls.STAT, "/dev/urandom", M);
        assertThat(program.memory.getInt(M + 24)).isEqualTo(0020666);
        assertThat(program.memory.getLong(M + 40)).isEqualTo(0x109);
        program.write("/dev/shm/sem.x", "shared");
        assertThat(program.read("/dev/shm/sem.x")).isEqualTo("shared");
    }

    @Test
    void whatTheRootHasStays() throws PosixException {
        assertThat(program.read("/etc/passwd")).startsWith("root:x:0:0:");
        assertThat(program.read("/etc/hostname")).isEqualTo("host\n");
    }

    @Test
    void theRootOfProcIsListed() throws PosixException {
        int fd = program.open("/proc", 0);
        int count = (int) program.call(SystemCalls.GETDENTS64, fd, M, 32768);
        assertThat(program.text(M, count)).contains("meminfo\0", "12\0", "self\0");
        program.call(SystemCalls.STATFS, "/proc", M);
        assertThat(program.memory.getLong(M)).isEqualTo(0x9fa0);
        assertThat(program.read("/proc/self/mountinfo")).contains(" / /proc rw - proc proc rw\n");
        assertThat(program.call(SystemCalls.WRITE, program.open("/proc/self/oom_score_adj", 01), M, 3))
                .isEqualTo(3);
    }

    private final class Facts implements SystemFacts {
        @Override
        public long memory() {
            return 64 << 20;
        }

        @Override
        public long freeMemory() {
            return 32 << 20;
        }

        @Override
        public int processors() {
            return 2;
        }

        @Override
        public String processorModel() {
            return "CPU";
        }

        @Override
        public String processorFlags() {
            return "fpu sse2";
        }

        @Override
        public long processorMegahertz() {
            return 2000;
        }

        @Override
        public long uptime() {
            return 12_340_000_000L;
        }

        @Override
        public long idleTime() {
            return 5_000_000_000L;
        }

        @Override
        public long startSecond() {
            return 1_700_000_000;
        }

        @Override
        public String hostName() {
            return "host";
        }

        @Override
        public String release() {
            return "6.1.0";
        }

        @Override
        public String version() {
            return "Linux version 6.1.0";
        }

        @Override
        public int currentProcessor() {
            return processors() - 1;
        }

        @Override
        public void synchronizeProcessors() {}

        @Override
        public void fillRandom(byte[] target) {
            Arrays.fill(target, (byte) 5);
        }

        @Override
        public long threadsMade() {
            return 2;
        }

        @Override
        public int currentProcess() {
            return 12;
        }

        @Override
        public int currentThread() {
            return 13;
        }

        @Override
        public List<Integer> processes() {
            return List.of(12);
        }

        @Override
        public @Nullable ProcessFacts process(int number) {
            return number == 12 ? new One() : null;
        }
    }

    private final class One implements ProcessFacts {
        @Override
        public Process process() {
            return program.process;
        }

        @Override
        public int number() {
            return 12;
        }

        @Override
        public int parent() {
            return 1;
        }

        @Override
        public int group() {
            return 12;
        }

        @Override
        public int session() {
            return 12;
        }

        @Override
        public String executable() {
            return "/prog";
        }

        @Override
        public List<String> arguments() {
            return List.of("prog", "-x");
        }

        @Override
        public List<String> environment() {
            return List.of("A=B");
        }

        @Override
        public byte[] auxiliaryVector() {
            return "aux".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public List<Integer> threads() {
            return List.of(12, 13);
        }

        @Override
        public String threadName(int thread) {
            return thread == 13 ? "worker" : "prog";
        }

        @Override
        public char state(int thread) {
            return 'S';
        }

        @Override
        public long processorTime() {
            return 1_000_000_000;
        }

        @Override
        public long startTime() {
            return 0;
        }

        @Override
        public long virtualBytes() {
            return 8_192_000;
        }

        @Override
        public long residentBytes() {
            return 409_600;
        }

        @Override
        public String maps() {
            return "";
        }

        @Override
        public long stackLimit() {
            return 8 << 20;
        }

        @Override
        public long descriptorLimit() {
            return 65536;
        }
    }
}
