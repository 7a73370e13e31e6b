package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;

/**
 * Segments and task state of a processor (Intel SDM volume 3, sections 3.5 and 8.7): the same as those of the first
 * one, which lie in boot.S, but for the addresses. Behind them is what LGDT loads.
 */
public final class SegmentTables {
    private static final int SEGMENTS = 7;
    private static final int TASK = 0x18;
    private static final int TASK_STATE = 64;
    private static final int FAULT_STACK = TASK_STATE + 36;
    private static final int INTERRUPT_STACK = TASK_STATE + 44;
    private static final int PERMISSIONS = TASK_STATE + 100;
    private static final int TASK_STATE_SIZE = 104;
    private static final int REGISTER = TASK_STATE + TASK_STATE_SIZE;

    private static final long KERNEL_CODE = 0x0020_9a00_0000_0000L;
    private static final long KERNEL_DATA = 0x0000_9200_0000_0000L;
    private static final long USER_DATA = 0x0000_f200_0000_0000L;
    private static final long USER_CODE = 0x0020_fa00_0000_0000L;
    private static final long TASK_AVAILABLE = 0x0000_8900_0000_0000L;

    /** Bytes. */
    public static final int SIZE = 192;

    private SegmentTables() {}

    /** Writes them over zeroed memory; stacks are given by their ends. Returns the address of what LGDT loads. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long set(long tables, long faultStack, long interruptStack) {
        long task = tables + TASK_STATE;
        Raw.putLong(tables, 8, KERNEL_CODE);
        Raw.putLong(tables, 16, KERNEL_DATA);
        Raw.putLong(
                tables,
                TASK,
                TASK_AVAILABLE | TASK_STATE_SIZE - 1 | (task & 0xff_ffffL) << 16 | (task >>> 24 & 0xffL) << 56);
        Raw.putLong(tables, TASK + 8, task >>> 32);
        Raw.putLong(tables, 40, USER_DATA);
        Raw.putLong(tables, 48, USER_CODE);
        Raw.putLong(tables, FAULT_STACK, faultStack);
        Raw.putLong(tables, INTERRUPT_STACK, interruptStack);
        Raw.putInt(tables, PERMISSIONS, TASK_STATE_SIZE << 16);
        Raw.putInt(tables, REGISTER, 8 * SEGMENTS - 1);
        Raw.putLong(tables, REGISTER + 2, tables);
        return tables + REGISTER;
    }
}
