package dev.ristretto.run.vmm.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The program by which Linux judges each system call of an image that is executed as a process, from its first
 * instruction on (seccomp(2), classic BPF of linux/filter.h). What an image needs to start and to run may be called,
 * checked down to arguments; all else is trapped, which ends a process that is not prepared for it. An image of ours
 * puts a narrower filter of its own behind this one, and says which call was trapped.
 *
 * <p>It can open no file, make no other process, no socket but one of the Unix domain, and no memory executable.
 */
final class CallFilter {

    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    static final int ALLOW = 0x7fff_0000;
    static final int TRAP = 0x0003_0000;

    /** Fails with EPERM, which an image takes for a host that does not grant it. */
    static final int REFUSE = 0x0005_0001;

    private static final int ARCHITECTURE_X86_64 = 0xc000_003e;

    /** Bytes an instruction: code (2), jump if true (1), jump if false (1), constant (4). */
    static final int INSTRUCTION = 8;

    // struct seccomp_data
    private static final int CALL_NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private static final int MOST_INSTRUCTIONS = 512;

    private static final int EXECUTABLE = 4;

    /** MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS, MAP_NORESERVE. */
    private static final int MAP_FLAGS = 0x02 | 0x10 | 0x20 | 0x4000;

    /** MREMAP_MAYMOVE, MREMAP_FIXED. */
    private static final int MOVE_FLAGS = 3;

    private static final int UNIX_DOMAIN = 1;
    private static final int STREAM = 1;
    private static final int NONBLOCK = 0x800;
    private static final int CORE_SIZE = 4;
    private static final int SET_GS = 0x1001;

    /** PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS. */
    private static final int[] CONTROLS = {4, 22, 38};

    private final ByteBuffer program =
            ByteBuffer.allocate(MOST_INSTRUCTIONS * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);

    private CallFilter() {}

    /**
     * The instructions, as Linux reads them.
     *
     * @param path the address of the path that may be executed
     */
    static byte[] program(long path) {
        CallFilter filter = new CallFilter();
        filter.write(path);
        return Arrays.copyOf(filter.program.array(), filter.program.position());
    }

    private void write(long path) {
        emit(LOAD, 0, 0, ARCHITECTURE);
        emit(JUMP_IF_EQUAL, 1, 0, ARCHITECTURE_X86_64);
        emit(RETURN, 0, 0, TRAP);
        emit(LOAD, 0, 0, CALL_NUMBER);
        // While it runs, the most frequent first.
        allow(CallNumbers.PPOLL);
        allow(CallNumbers.READ);
        allow(CallNumbers.WRITE);
        allow(CallNumbers.SETITIMER);
        allow(CallNumbers.RT_SIGRETURN);
        allow(CallNumbers.MMAP, neverBits(2, EXECUTABLE), equal(3, MAP_FLAGS));
        allow(CallNumbers.MUNMAP);
        allow(CallNumbers.MPROTECT, neverBits(2, EXECUTABLE));
        allow(CallNumbers.MREMAP, equal(3, MOVE_FLAGS));
        allow(CallNumbers.RESTART_SYSCALL);
        allow(CallNumbers.EXIT_GROUP);
        // While it starts.
        allow(CallNumbers.EXECVE, equal(0, (int) path), highHalf(0, (int) (path >>> 32)));
        allow(CallNumbers.ARCH_PRCTL, equal(0, SET_GS));
        allow(CallNumbers.CLOSE_RANGE);
        allow(CallNumbers.CLOCK_GETTIME);
        allow(CallNumbers.GETRANDOM);
        allow(CallNumbers.RT_SIGACTION);
        allow(CallNumbers.SIGALTSTACK);
        allow(CallNumbers.SOCKET, equal(0, UNIX_DOMAIN), oneOf(1, STREAM, STREAM | NONBLOCK), equal(2, 0));
        allow(CallNumbers.CONNECT);
        allow(CallNumbers.SETRLIMIT, equal(0, CORE_SIZE));
        allow(CallNumbers.PRCTL, oneOf(0, CONTROLS));
        // It has namespaces already, or there are none.
        emit(JUMP_IF_EQUAL, 0, 1, CallNumbers.UNSHARE);
        emit(RETURN, 0, 0, REFUSE);
        emit(RETURN, 0, 0, TRAP);
    }

    /**
     * A condition on a half of an argument.
     *
     * @param offset where that is in struct seccomp_data
     * @param code of the jumps that compare it
     * @param constants of which one has to be met, or none
     * @param met whether one has to be
     */
    private record Check(int offset, int code, int[] constants, boolean met) {
        int instructions() {
            return 1 + constants.length;
        }
    }

    private void allow(int call, Check... checks) {
        int behind = Stream.of(checks).mapToInt(Check::instructions).sum() + 2; // allow, trap
        emit(JUMP_IF_EQUAL, 0, behind, call);
        for (Check check : checks) {
            behind -= check.instructions();
            int trap = behind - 1;
            emit(LOAD, 0, 0, check.offset);
            int further = check.constants.length;
            for (int constant : check.constants) {
                further--;
                emit(check.code, check.met ? further : further + trap, check.met && further == 0 ? trap : 0, constant);
            }
        }
        emit(RETURN, 0, 0, ALLOW);
        emit(RETURN, 0, 0, TRAP);
    }

    private static Check equal(int argument, int value) {
        return oneOf(argument, value);
    }

    private static Check oneOf(int argument, int... values) {
        return new Check(ARGUMENTS + 8 * argument, JUMP_IF_EQUAL, values, true);
    }

    private static Check highHalf(int argument, int value) {
        return new Check(ARGUMENTS + 8 * argument + 4, JUMP_IF_EQUAL, new int[] {value}, true);
    }

    private static Check neverBits(int argument, int bits) {
        return new Check(ARGUMENTS + 8 * argument, JUMP_IF_ANY_BIT, new int[] {bits}, false);
    }

    private void emit(int code, int ifTrue, int ifFalse, int constant) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(constant);
    }
}
