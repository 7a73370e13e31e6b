package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;

/** The registers of interrupted code, in the order in which assembly pushes them: eight bytes each. */
public final class TrapFrame {
    /** The register in which Java code has its thread. */
    public static final int ISOLATE_THREAD = 0;

    /** The register in which Java code has the base of its heap. */
    public static final int HEAP_BASE = 1;

    /** How many registers compiled code names; they come first. */
    public static final int GENERAL_REGISTERS = 15;

    public static final int VECTOR = 15;
    public static final int ERROR = 16;
    public static final int INSTRUCTION = 17;
    public static final int CODE_SEGMENT = 18;
    public static final int FLAGS = 19;
    public static final int STACK_POINTER = 20;
    public static final int STACK_SEGMENT = 21;

    public static final int REGISTERS = 22;

    /** Bytes. */
    public static final int SIZE = 8 * REGISTERS;

    private TrapFrame() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long get(TrapFramePointer frame, int register) {
        return Raw.getLong(frame, 8 * register);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(TrapFramePointer frame, int register, long value) {
        Raw.putLong(frame, 8 * register, value);
    }
}
