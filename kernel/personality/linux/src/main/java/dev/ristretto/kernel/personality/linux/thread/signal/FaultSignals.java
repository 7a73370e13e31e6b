package dev.ristretto.kernel.personality.linux.thread.signal;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Which signal a program gets for an exception (Intel SDM volume 3, section 6.15; arch/x86/kernel/traps.c,
 * arch/x86/mm/fault.c; codes of sigaction(2)).
 */
public final class FaultSignals {
    // Vectors.
    private static final int DIVISION = 0;
    private static final int DEBUG = 1;
    private static final int BREAKPOINT = 3;
    private static final int INVALID_INSTRUCTION = 6;
    private static final int COPROCESSOR_OVERRUN = 9;
    private static final int NOT_PRESENT = 11;
    private static final int STACK = 12;
    private static final int FLOATING_POINT = 16;
    private static final int ALIGNMENT = 17;
    private static final int VECTOR_ARITHMETIC = 19;

    // Codes of siginfo.
    private static final int INTEGER_DIVISION = 1;
    private static final int SINGLE_STEP = 2;
    private static final int ILLEGAL_OPERAND = 2;
    private static final int UNALIGNED = 1;
    private static final int NO_MAPPING = 1;
    private static final int NOT_ALLOWED = 2;
    private static final int BEYOND_FILE = 2;

    // Fields of the legacy part of an XSAVE area, and the exceptions in them.
    private static final int CONTROL_WORD = 0;
    private static final int STATUS_WORD = 2;
    private static final int VECTOR_CONTROL = 24;
    private static final int VECTOR_MASKS = 7;
    private static final int INVALID = 1;
    private static final int ZERO_DIVISION = 4;
    private static final int TOO_GREAT = 8;
    private static final int TOO_SMALL = 0x12;
    private static final int INEXACT = 0x20;

    private FaultSignals() {}

    /** The signal for a page fault that could not be resolved. */
    public static SignalNote ofPage(FaultOutcome outcome, long address) {
        return switch (outcome) {
            case NO_MAPPING -> SignalNote.at(SignalNumbers.SEGMENT, NO_MAPPING, address);
            case NOT_ALLOWED -> SignalNote.at(SignalNumbers.SEGMENT, NOT_ALLOWED, address);
            case BEYOND_FILE -> SignalNote.at(SignalNumbers.BUS, BEYOND_FILE, address);
            case NO_MEMORY, RESOLVED -> SignalNote.plain(SignalNumbers.KILL, SignalNote.BY_KERNEL);
        };
    }

    /** The signal for another exception; null if the program can go on. */
    public static @Nullable SignalNote of(int vector, UserContext context) {
        long instruction = context.get(UserContext.RIP);
        return switch (vector) {
            case DIVISION -> SignalNote.at(SignalNumbers.ARITHMETIC, INTEGER_DIVISION, instruction);
            case DEBUG -> SignalNote.at(SignalNumbers.TRAP, SINGLE_STEP, instruction);
            case BREAKPOINT -> SignalNote.plain(SignalNumbers.TRAP, SignalNote.BY_KERNEL);
            case INVALID_INSTRUCTION -> SignalNote.at(SignalNumbers.ILLEGAL, ILLEGAL_OPERAND, instruction);
            case COPROCESSOR_OVERRUN -> SignalNote.plain(SignalNumbers.ARITHMETIC, SignalNote.BY_KERNEL);
            case NOT_PRESENT, STACK -> SignalNote.plain(SignalNumbers.BUS, SignalNote.BY_KERNEL);
            case FLOATING_POINT, VECTOR_ARITHMETIC -> arithmetic(vector, context, instruction);
            case ALIGNMENT -> SignalNote.at(SignalNumbers.BUS, UNALIGNED, 0);
            // General protection above all.
            default -> SignalNote.plain(SignalNumbers.SEGMENT, SignalNote.BY_KERNEL);
        };
    }

    private static @Nullable SignalNote arithmetic(int vector, UserContext context, long instruction) {
        byte[] state = new byte[UserContext.VECTOR_STATE];
        context.vectorState(state);
        ByteBuffer bytes = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        int vectors = bytes.getInt(VECTOR_CONTROL);
        int raised = vector == FLOATING_POINT
                ? bytes.getShort(STATUS_WORD) & ~bytes.getShort(CONTROL_WORD)
                : vectors & ~(vectors >> VECTOR_MASKS);
        int code = code(raised);
        return code == 0 ? null : SignalNote.at(SignalNumbers.ARITHMETIC, code, instruction);
    }

    private static int code(int raised) {
        if ((raised & INVALID) != 0) {
            return 7;
        } else if ((raised & ZERO_DIVISION) != 0) {
            return 3;
        } else if ((raised & TOO_GREAT) != 0) {
            return 4;
        } else if ((raised & TOO_SMALL) != 0) {
            return 5;
        }
        return (raised & INEXACT) != 0 ? 6 : 0;
    }
}
