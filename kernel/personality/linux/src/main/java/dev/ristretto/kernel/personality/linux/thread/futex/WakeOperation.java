package dev.ristretto.kernel.personality.linux.thread.futex;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;

/**
 * What FUTEX_WAKE_OP does to a word, and for which old value others are woken too (futex(2)).
 *
 * @param operation set, add, or, and-not, exclusive-or
 * @param operand of that
 * @param comparison equal, unequal, less, not greater, greater, not less
 * @param operandOfComparison with which the old value is compared
 */
record WakeOperation(int operation, int operand, int comparison, int operandOfComparison) {
    private static final int OPERATION_SHIFT = 28;
    private static final int COMPARISON_SHIFT = 24;
    private static final int OPERAND_BITS = 12;
    private static final int SHIFTS_OPERAND = 8;
    private static final int MOST = 5;

    static WakeOperation of(int encoded) throws PosixException {
        int operation = encoded >>> OPERATION_SHIFT;
        int operand = encoded << Integer.SIZE - 2 * OPERAND_BITS >> Integer.SIZE - OPERAND_BITS;
        if ((operation & SHIFTS_OPERAND) != 0) {
            operand = 1 << operand;
            operation &= ~SHIFTS_OPERAND;
        }
        int comparison = encoded >>> COMPARISON_SHIFT & 0xf;
        if (operation >= MOST || comparison > MOST) {
            throw new PosixException(Errno.ENOSYS);
        }
        int compared = encoded << Integer.SIZE - OPERAND_BITS >> Integer.SIZE - OPERAND_BITS;
        return new WakeOperation(operation, operand, comparison, compared);
    }

    /** Changes the word in one step; whether others are woken. */
    boolean apply(UserMemory memory, long address) throws PosixException {
        int old = memory.getInt(address);
        while (true) {
            int found = memory.compareAndExchange(address, old, changed(old));
            if (found == old) {
                return holds(old);
            }
            old = found;
        }
    }

    private int changed(int old) {
        return switch (operation) {
            case 0 -> operand;
            case 1 -> old + operand;
            case 2 -> old | operand;
            case 3 -> old & ~operand;
            default -> old ^ operand;
        };
    }

    private boolean holds(int old) {
        return switch (comparison) {
            case 0 -> old == operandOfComparison;
            case 1 -> old != operandOfComparison;
            case 2 -> old < operandOfComparison;
            case 3 -> old <= operandOfComparison;
            case 4 -> old > operandOfComparison;
            default -> old >= operandOfComparison;
        };
    }
}
