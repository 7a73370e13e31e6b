package dev.ristretto.kernel.personality.linux.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.posix.Errno;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgramCallsTest {
    private static final long DATA = ProgramRig.DATA;

    private final ProgramRig rig = new ProgramRig();
    private final FakeContext main = rig.main;

    private interface Check {
        void run() throws Exception;
    }

    private void gives(long expected, Check check, int number, long... arguments) {
        main.then(context -> context.makeCall(number, arguments));
        main.then(context -> {
            assertThat(context.get(UserContext.RAX)).as("call %d", number).isEqualTo(expected);
            check.run();
            return UserContext.INTERRUPTED;
        });
    }

    private void gives(long expected, int number, long... arguments) {
        gives(expected, () -> {}, number, arguments);
    }

    private void ends() throws Exception {
        rig.exit(main);
        assertThat(rig.run().status()).isZero();
    }

    @Test
    void theInstanceSaysWhatItIs() throws Exception {
        gives(
                0,
                () -> {
                    assertThat(rig.memory.text(DATA, 65, Errno.E2BIG)).isEqualTo("Linux");
                    assertThat(rig.memory.text(DATA + 65, 65, Errno.E2BIG)).isEqualTo("host");
                    assertThat(rig.memory.text(DATA + 130, 65, Errno.E2BIG)).isEqualTo("6.1.0");
                    assertThat(rig.memory.text(DATA + 260, 65, Errno.E2BIG)).isEqualTo("x86_64");
                },
                SystemCalls.UNAME,
                DATA);
        gives(-ErrorNumbers.EFAULT, SystemCalls.UNAME, 0);
        gives(
                0,
                () -> {
                    assertThat(rig.memory.getLong(DATA)).isEqualTo(5);
                    assertThat(rig.memory.getLong(DATA + 32)).isEqualTo(64 << 20);
                    assertThat(rig.memory.getInt(DATA + 104)).isEqualTo(1);
                },
                SystemCalls.SYSINFO,
                DATA);
        gives(-ErrorNumbers.EPERM, SystemCalls.SETHOSTNAME, DATA, 1);
        gives(-ErrorNumbers.EPERM, SystemCalls.REBOOT);
        gives(0, SystemCalls.PERSONALITY, 0xffff_ffffL);
        ends();
    }

    @Test
    void randomBytesEndWhereMemoryDoes() throws Exception {
        gives(
                16,
                () -> assertThat(rig.memory.getByte(DATA + 15)).isEqualTo((byte) 7),
                SystemCalls.GETRANDOM,
                DATA,
                16,
                1);
        gives(96, SystemCalls.GETRANDOM, DATA + 4000, Long.MAX_VALUE, 0);
        gives(-ErrorNumbers.EFAULT, SystemCalls.GETRANDOM, 0, 1, 0);
        gives(-ErrorNumbers.EINVAL, SystemCalls.GETRANDOM, DATA, 1, 8);
        gives(0, SystemCalls.GETRANDOM, DATA, 0, 0);
        ends();
    }

    @Test
    void processorsAreToldInBytes() throws Exception {
        gives(8, () -> assertThat(rig.memory.getLong(DATA)).isEqualTo(1), SystemCalls.SCHED_GETAFFINITY, 0, 8192, DATA);
        gives(8, SystemCalls.SCHED_GETAFFINITY, 1, 8, DATA);
        gives(-ErrorNumbers.EINVAL, SystemCalls.SCHED_GETAFFINITY, 0, 4, DATA);
        gives(-ErrorNumbers.EINVAL, SystemCalls.SCHED_GETAFFINITY, 0, 12, DATA);
        gives(-ErrorNumbers.ESRCH, SystemCalls.SCHED_GETAFFINITY, 77, 8, DATA);
        gives(0, SystemCalls.SCHED_YIELD);
        gives(99, SystemCalls.SCHED_GET_PRIORITY_MAX, 1);
        gives(-ErrorNumbers.EINVAL, SystemCalls.SCHED_GET_PRIORITY_MAX, 9);
        gives(0, SystemCalls.SETPRIORITY, 0, 0, 5);
        gives(15, SystemCalls.GETPRIORITY, 0, 0);
        gives(25, SystemCalls.MEMBARRIER, 0, 0);
        gives(-ErrorNumbers.EINVAL, SystemCalls.MEMBARRIER, 2, 0);
        gives(-ErrorNumbers.ENOSYS, SystemCalls.RSEQ, DATA, 32, 0, 0);
        ends();
    }

    @Test
    void limitsAreKept() throws Exception {
        gives(0, () -> assertThat(rig.memory.getLong(DATA)).isEqualTo(8 << 20), SystemCalls.PRLIMIT64, 0, 3, 0, DATA);
        main.then(context -> {
            rig.putLongs(DATA + 64, 100, 65536, 200, 100, 1, 1 << 20);
            return UserContext.INTERRUPTED;
        });
        gives(0, SystemCalls.PRLIMIT64, 1, 7, DATA + 64, 0);
        gives(0, () -> assertThat(rig.memory.getLong(DATA)).isEqualTo(100), SystemCalls.GETRLIMIT, 7, DATA);
        gives(-ErrorNumbers.EINVAL, SystemCalls.SETRLIMIT, 7, DATA + 80);
        gives(-ErrorNumbers.EPERM, SystemCalls.SETRLIMIT, 7, DATA + 96);
        gives(-ErrorNumbers.EINVAL, SystemCalls.GETRLIMIT, 16, DATA);
        gives(-ErrorNumbers.ESRCH, SystemCalls.PRLIMIT64, 77, 7, 0, DATA);
        gives(0, () -> assertThat(rig.memory.getLong(DATA)).isEqualTo(3), SystemCalls.GETRUSAGE, 1, DATA);
        gives(-ErrorNumbers.EINVAL, SystemCalls.GETRUSAGE, 2, DATA);
        gives(500, () -> assertThat(rig.memory.getLong(DATA)).isEqualTo(300), SystemCalls.TIMES, DATA);
        ends();
    }

    @Test
    void whoItIsCanBeChangedAsFarAsItMay() throws Exception {
        gives(0, SystemCalls.GETUID);
        gives(0, SystemCalls.SETGID, 5);
        gives(0, SystemCalls.SETRESUID, 7, 8, 9);
        gives(7, SystemCalls.GETUID);
        gives(8, SystemCalls.GETEUID);
        gives(5, SystemCalls.GETEGID);
        gives(-ErrorNumbers.EPERM, SystemCalls.SETUID, 1);
        gives(0, SystemCalls.SETUID, 9);
        gives(9, SystemCalls.GETEUID);
        gives(-ErrorNumbers.EPERM, SystemCalls.SETGROUPS, 0, 0);
        gives(0, SystemCalls.GETGROUPS, 0, 0);
        gives(1, SystemCalls.GETPID);
        gives(0, SystemCalls.GETPPID);
        gives(1, SystemCalls.GETSID, 0);
        gives(-ErrorNumbers.EPERM, SystemCalls.SETSID);
        ends();
    }

    @Test
    void namesAndSegmentsAreKept() throws Exception {
        main.then(context -> {
            rig.memory.write(DATA, "a name that is too long\0".getBytes(StandardCharsets.US_ASCII));
            return context.makeCall(SystemCalls.PRCTL, 15, DATA);
        });
        gives(
                0,
                () -> assertThat(rig.memory.text(DATA + 64, 16, Errno.E2BIG)).isEqualTo("a name that is "),
                SystemCalls.PRCTL,
                16,
                DATA + 64);
        gives(-ErrorNumbers.EINVAL, SystemCalls.PRCTL, 0x5356_4d41, 0);
        gives(-ErrorNumbers.EINVAL, SystemCalls.PRCTL, 9999);
        gives(0, SystemCalls.PRCTL, 1, 15);
        gives(0, () -> assertThat(main.threadPointer()).isEqualTo(DATA), SystemCalls.ARCH_PRCTL, 0x1002, DATA);
        gives(0, () -> assertThat(rig.memory.getLong(DATA)).isEqualTo(DATA), SystemCalls.ARCH_PRCTL, 0x1003, DATA);
        gives(-ErrorNumbers.EINVAL, SystemCalls.ARCH_PRCTL, 0x1001, DATA);
        gives(-ErrorNumbers.EPERM, SystemCalls.ARCH_PRCTL, 0x1002, -1);
        gives(0, SystemCalls.CLOCK_GETTIME, 3, DATA);
        gives(-ErrorNumbers.EINVAL, SystemCalls.CLOCK_GETTIME, ~77 << 3 | 6, DATA);
        ends();
    }
}
