package dev.ristretto.run.vmm.confine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SeccompProgram;
import dev.ristretto.abi.linux.SystemCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program of the filter, executed as Linux does (Documentation/networking/filter.rst). */
class CallFilterTest {

    private static final long PATH = 0x1_1000_4000L;
    private static final int X86_64 = 0xc000_003e;
    private static final int I386 = 0x4000_0003;
    private static final byte[] PROGRAM = CallFilter.program(PATH, false, false);

    @Test
    void whatAnImageNeedsIsAllowed() {
        for (int call : new int[] {
            SystemCalls.PPOLL,
            SystemCalls.READ,
            SystemCalls.WRITE,
            SystemCalls.SETITIMER,
            SystemCalls.TIMER_SETTIME,
            SystemCalls.GETTID,
            SystemCalls.RT_SIGPROCMASK,
            SystemCalls.RT_SIGRETURN,
            SystemCalls.MUNMAP,
            SystemCalls.RESTART_SYSCALL,
            SystemCalls.EXIT_GROUP,
            SystemCalls.CLOSE_RANGE,
            SystemCalls.CLOCK_GETTIME,
            SystemCalls.GETRANDOM,
            SystemCalls.RT_SIGACTION,
            SystemCalls.SIGALTSTACK,
            SystemCalls.CONNECT
        }) {
            assertThat(judge(call)).as("call %d", call).isEqualTo(SeccompProgram.ALLOW);
        }
    }

    @Test
    void itsDisksAreReadAndWrittenWhereItHasThem() {
        int[] calls = {SystemCalls.PREAD64, SystemCalls.PWRITE64, SystemCalls.FDATASYNC, SystemCalls.LSEEK};
        byte[] with = CallFilter.program(PATH, true, false);
        for (int call : calls) {
            assertThat(judge(call)).as("call %d", call).isEqualTo(SeccompProgram.TRAP);
            assertThat(judge(with, X86_64, call)).as("call %d", call).isEqualTo(SeccompProgram.ALLOW);
        }
        assertThat(judge(with, X86_64, SystemCalls.OPEN)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void onlyWhoHasSeveralProcessorsBeginsThreadsAndTheyShareAllThatTheProcessHas() {
        byte[] with = CallFilter.program(PATH, false, true);
        assertThat(judge(SystemCalls.CLONE, 0x5_0f00)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(with, X86_64, SystemCalls.CLONE, 0x5_0f00)).isEqualTo(SeccompProgram.ALLOW);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(judge(with, X86_64, SystemCalls.CLONE, 0x5_0f00 ^ 1L << bit))
                    .isEqualTo(SeccompProgram.TRAP);
        }
    }

    @Test
    void timersCountTimeSinceTheStart() {
        assertThat(judge(SystemCalls.TIMER_CREATE, 1)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.TIMER_CREATE, 0)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void oneFileMayBeExecutedByOneAddress() {
        assertThat(judge(SystemCalls.EXECVE, PATH)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.EXECVE, PATH + 1)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SystemCalls.EXECVE, PATH & 0xffff_ffffL)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void memoryIsNeverExecutable() {
        int flags = 0x4032;
        for (int protection = 0; protection < 8; protection++) {
            int expected = (protection & 4) == 0 ? SeccompProgram.ALLOW : SeccompProgram.TRAP;
            assertThat(judge(SystemCalls.MMAP, 0, 0, protection, flags)).isEqualTo(expected);
            assertThat(judge(SystemCalls.MPROTECT, 0, 0, protection)).isEqualTo(expected);
        }
        assertThat(judge(SystemCalls.MMAP, 0, 0, 3, flags & ~0x20)).as("a file").isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SystemCalls.MREMAP, 0, 0, 0, 3)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.MREMAP, 0, 0, 0, 0)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void socketsAreStreamsOfTheUnixDomain() {
        assertThat(judge(SystemCalls.SOCKET, 1, 1, 0)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.SOCKET, 1, 1 | 0x800, 0)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.SOCKET, 2, 1, 0)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SystemCalls.SOCKET, 1, 2, 0)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SystemCalls.SOCKET, 1, 1, 1)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void controlsAreThoseThatTakeRightsAway() {
        assertThat(judge(SystemCalls.PRCTL, 4)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.PRCTL, 22)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.PRCTL, 38)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.PRCTL, 1)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SystemCalls.ARCH_PRCTL, 0x1001)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.ARCH_PRCTL, 0x1002)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SystemCalls.SETRLIMIT, 4)).isEqualTo(SeccompProgram.ALLOW);
        assertThat(judge(SystemCalls.SETRLIMIT, 9)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void namespacesAreRefusedWithoutAnEnd() {
        assertThat(judge(SystemCalls.UNSHARE, 0x1000_0000)).isEqualTo(SeccompProgram.REFUSE);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {2, 3, 16, 17, 20, 32, 33, 49, 53, 56, 57, 58, 62, 101, 165, 257, 272 + 1, 317, 322, 425, 435, 437})
    void allElseIsTrapped(int call) {
        assertThat(judge(call)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void otherTablesOfCallsAreTrapped() {
        assertThat(run(I386, SystemCalls.WRITE)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(0x4000_0000 | SystemCalls.WRITE)).as("x32").isEqualTo(SeccompProgram.TRAP);
    }

    private static int judge(int call, long... arguments) {
        return run(X86_64, call, arguments);
    }

    private static int run(int architecture, int call, long... arguments) {
        return judge(PROGRAM, architecture, call, arguments);
    }

    private static int judge(byte[] filter, int architecture, int call, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(call).putInt(architecture).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        ByteBuffer program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        int at = 0;
        while (true) {
            int offset = at * SeccompProgram.INSTRUCTION;
            int constant = program.getInt(offset + 4);
            int ifTrue = program.get(offset + 2) & 0xff;
            int ifFalse = program.get(offset + 3) & 0xff;
            at++;
            switch (program.getShort(offset)) {
                case 0x20 -> accumulator = data.getInt(constant);
                case 0x15 -> at += accumulator == constant ? ifTrue : ifFalse;
                case 0x45 -> at += (accumulator & constant) != 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return constant;
                }
                default -> throw new AssertionError("instruction " + (at - 1));
            }
        }
    }
}
