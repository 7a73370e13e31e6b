package dev.ristretto.kernel.machine.platform.hosted;

import dev.ristretto.kernel.machine.layout.AddressSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The program by which Linux judges each system call of the process once it is locked in (seccomp(2), classic BPF of
 * linux/filter.h): eleven calls may be made, memory is never executable and only where reservations are, all else is
 * trapped.
 *
 * <p>Written while an image is built; a part of its constants.
 */
final class SeccompFilter {
    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    static final int ALLOW = 0x7fff_0000;
    static final int TRAP = 0x0003_0000;
    static final int ARCHITECTURE_X86_64 = 0xc000_003e;

    /** Bytes an instruction: code (2), jump if true (1), jump if false (1), constant (4). */
    static final int INSTRUCTION = 8;

    // struct seccomp_data
    private static final int CALL_NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private static final int EXECUTABLE = 4;
    private static final int FIRST_RANGE = (int) (AddressSpace.RESERVATIONS >>> 32);
    private static final int BEHIND_RANGES = (int) (AddressSpace.RESERVATIONS_END >>> 32);

    private final ByteBuffer program = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    private SeccompFilter() {}

    /** The instructions, as Linux reads them. */
    static byte[] program() {
        SeccompFilter filter = new SeccompFilter();
        filter.write();
        byte[] bytes = new byte[filter.program.position()];
        filter.program.flip().get(bytes);
        return bytes;
    }

    private void write() {
        emit(LOAD, 0, 0, ARCHITECTURE);
        emit(JUMP_IF_EQUAL, 1, 0, ARCHITECTURE_X86_64);
        emit(RETURN, 0, 0, TRAP);
        emit(LOAD, 0, 0, CALL_NUMBER);
        // The most frequent first.
        allow(HostCalls.PPOLL);
        allow(HostCalls.READ);
        allow(HostCalls.WRITE);
        allow(HostCalls.SETITIMER);
        allow(HostCalls.RT_SIGRETURN);
        allow(HostCalls.MMAP, inRanges(0), neverBits(2, EXECUTABLE), equal(3, HostCalls.MAP_FLAGS));
        allow(HostCalls.MUNMAP, inRanges(0));
        allow(HostCalls.MPROTECT, inRanges(0), neverBits(2, EXECUTABLE));
        allow(HostCalls.MREMAP, equal(3, HostCalls.MOVE_FLAGS), inRanges(4));
        allow(HostCalls.RESTART_SYSCALL);
        allow(HostCalls.EXIT_GROUP);
        emit(RETURN, 0, 0, TRAP);
    }

    /** A condition: writes what jumps over {@code behind} further instructions, to the trap, if it is not met. */
    private interface Check {
        int instructions();

        void write(int behind);
    }

    private void allow(int call, Check... checks) {
        int length = 2; // allow, trap
        for (Check check : checks) {
            length += check.instructions();
        }
        emit(JUMP_IF_EQUAL, 0, length, call);
        int left = length - 1; // up to the trap
        for (Check check : checks) {
            left -= check.instructions();
            check.write(left);
        }
        emit(RETURN, 0, 0, ALLOW);
        emit(RETURN, 0, 0, TRAP);
    }

    private Check equal(int argument, int value) {
        return check(2, behind -> {
            emit(LOAD, 0, 0, ARGUMENTS + 8 * argument);
            emit(JUMP_IF_EQUAL, 0, behind, value);
        });
    }

    private Check neverBits(int argument, int bits) {
        return check(2, behind -> {
            emit(LOAD, 0, 0, ARGUMENTS + 8 * argument);
            emit(JUMP_IF_ANY_BIT, behind, 0, bits);
        });
    }

    /** The address lies where the kernel makes reservations: above the image, below what Linux has mapped. */
    private Check inRanges(int argument) {
        return check(3, behind -> {
            emit(LOAD, 0, 0, ARGUMENTS + 8 * argument + 4);
            emit(JUMP_IF_GREATER_OR_EQUAL, 0, behind + 1, FIRST_RANGE);
            emit(JUMP_IF_GREATER_OR_EQUAL, behind, 0, BEHIND_RANGES);
        });
    }

    private static Check check(int instructions, java.util.function.IntConsumer writer) {
        return new Check() {
            @Override
            public int instructions() {
                return instructions;
            }

            @Override
            public void write(int behind) {
                writer.accept(behind);
            }
        };
    }

    private void emit(int code, int ifTrue, int ifFalse, int constant) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(constant);
    }
}
