package dev.ristretto.abi.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a program by which Linux judges each system call of a process (seccomp(2), classic BPF of linux/filter.h).
 * Calls of other architectures are trapped, and so is what the program does not allow: that ends a process which is not
 * prepared for it.
 */
public final class SeccompProgram {
    public static final int ALLOW = 0x7fff_0000;
    public static final int TRAP = 0x0003_0000;

    /** Fails with EPERM. */
    public static final int REFUSE = 0x0005_0001;

    public static final int ARCHITECTURE_X86_64 = 0xc000_003e;

    /** Bytes an instruction: code (2), jump if true (1), jump if false (1), constant (4). */
    public static final int INSTRUCTION = 8;

    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    // struct seccomp_data
    private static final int CALL_NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private static final int MOST_INSTRUCTIONS = 512;

    private final ByteBuffer program =
            ByteBuffer.allocate(MOST_INSTRUCTIONS * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);

    /** One that allows nothing yet. */
    public SeccompProgram() {
        emit(LOAD, 0, 0, ARCHITECTURE);
        emit(JUMP_IF_EQUAL, 1, 0, ARCHITECTURE_X86_64);
        emit(RETURN, 0, 0, TRAP);
        emit(LOAD, 0, 0, CALL_NUMBER);
    }

    /** Where a jump leads. */
    private enum Target {
        NEXT,
        MET,
        TRAP
    }

    private record Jump(int code, int constant, Target ifTrue, Target ifFalse) {}

    /** A condition on a half of an argument, whose numbers begin with 0. */
    public static final class Check {
        private final int offset;
        private final List<Jump> jumps;

        private Check(int offset, List<Jump> jumps) {
            this.offset = offset;
            this.jumps = jumps;
        }

        private int instructions() {
            return 1 + jumps.size();
        }
    }

    /** The low half of an argument has one value. */
    public static Check equal(int argument, int value) {
        return oneOf(argument, value);
    }

    /** The low half of an argument has one of these values. */
    public static Check oneOf(int argument, int... values) {
        return halfIn(low(argument), values);
    }

    /** The high half of an argument has one value. */
    public static Check highHalf(int argument, int value) {
        return halfIn(high(argument), value);
    }

    /** The high half of an argument is at least {@code from} and less than {@code behind}, unsigned. */
    public static Check highHalfBetween(int argument, int from, int behind) {
        return new Check(
                high(argument),
                List.of(
                        new Jump(JUMP_IF_GREATER_OR_EQUAL, from, Target.NEXT, Target.TRAP),
                        new Jump(JUMP_IF_GREATER_OR_EQUAL, behind, Target.TRAP, Target.NEXT)));
    }

    /** The low half of an argument has none of these bits. */
    public static Check neverBits(int argument, int bits) {
        return new Check(low(argument), List.of(new Jump(JUMP_IF_ANY_BIT, bits, Target.TRAP, Target.NEXT)));
    }

    private static Check halfIn(int offset, int... values) {
        Jump[] jumps = new Jump[values.length];
        for (int i = 0; i < jumps.length; i++) {
            Target otherwise = i == jumps.length - 1 ? Target.TRAP : Target.NEXT;
            jumps[i] = new Jump(JUMP_IF_EQUAL, values[i], Target.MET, otherwise);
        }
        return new Check(offset, List.of(jumps));
    }

    private static int low(int argument) {
        return ARGUMENTS + Long.BYTES * argument;
    }

    private static int high(int argument) {
        return low(argument) + Integer.BYTES;
    }

    /** Allows a call if all is met; what is written first is found first. */
    public SeccompProgram allow(int call, Check... checks) {
        int behind = Arrays.stream(checks).mapToInt(Check::instructions).sum() + 2; // allow, trap
        emit(JUMP_IF_EQUAL, 0, behind, call);
        for (Check check : checks) {
            behind -= check.instructions();
            int trap = behind - 1;
            emit(LOAD, 0, 0, check.offset);
            int further = check.jumps.size();
            for (Jump jump : check.jumps) {
                further--;
                emit(
                        jump.code,
                        distance(jump.ifTrue, further, trap),
                        distance(jump.ifFalse, further, trap),
                        jump.constant);
            }
        }
        emit(RETURN, 0, 0, ALLOW);
        emit(RETURN, 0, 0, TRAP);
        return this;
    }

    private static int distance(Target target, int further, int trap) {
        return switch (target) {
            case NEXT -> 0;
            case MET -> further;
            case TRAP -> further + trap;
        };
    }

    /** Lets a call fail. */
    public SeccompProgram refuse(int call) {
        emit(JUMP_IF_EQUAL, 0, 1, call);
        emit(RETURN, 0, 0, REFUSE);
        return this;
    }

    /** Traps all other calls; the instructions, as Linux reads them. */
    public byte[] trapOthers() {
        emit(RETURN, 0, 0, TRAP);
        return Arrays.copyOf(program.array(), program.position());
    }

    private void emit(int code, int ifTrue, int ifFalse, int constant) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(constant);
    }
}
