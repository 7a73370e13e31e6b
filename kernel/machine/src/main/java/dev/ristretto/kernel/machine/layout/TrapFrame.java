package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;

/** The registers of interrupted code, in the order in which assembly pushes them. */
public final class TrapFrame {
    private static final int ISOLATE_THREAD = 0;
    private static final int HEAP_BASE = 8;
    private static final int VECTOR = 15 * 8;
    private static final int ERROR = 16 * 8;
    private static final int INSTRUCTION = 17 * 8;
    private static final int CODE_SEGMENT = 18 * 8;
    private static final int FLAGS = 19 * 8;
    private static final int STACK_POINTER = 20 * 8;
    private static final int STACK_SEGMENT = 21 * 8;

    /**
     * How many registers of eight bytes a frame has; the first {@link #GENERAL_REGISTERS} are those that compiled code
     * names.
     */
    public static final int REGISTERS = 22;

    public static final int GENERAL_REGISTERS = 15;

    /** Bytes. */
    public static final int SIZE = 8 * REGISTERS;

    private TrapFrame() {}

    /** The register in which Java code has its thread. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long isolateThread(TrapFramePointer frame) {
        return Raw.getLong(frame, ISOLATE_THREAD);
    }

    /** The register in which Java code has the base of its heap. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long heapBase(TrapFramePointer frame) {
        return Raw.getLong(frame, HEAP_BASE);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long vector(TrapFramePointer frame) {
        return Raw.getLong(frame, VECTOR);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setVector(TrapFramePointer frame, long value) {
        Raw.putLong(frame, VECTOR, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long error(TrapFramePointer frame) {
        return Raw.getLong(frame, ERROR);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setError(TrapFramePointer frame, long value) {
        Raw.putLong(frame, ERROR, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long instruction(TrapFramePointer frame) {
        return Raw.getLong(frame, INSTRUCTION);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setInstruction(TrapFramePointer frame, long value) {
        Raw.putLong(frame, INSTRUCTION, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setCodeSegment(TrapFramePointer frame, long value) {
        Raw.putLong(frame, CODE_SEGMENT, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setFlags(TrapFramePointer frame, long value) {
        Raw.putLong(frame, FLAGS, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long stackPointer(TrapFramePointer frame) {
        return Raw.getLong(frame, STACK_POINTER);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackPointer(TrapFramePointer frame, long value) {
        Raw.putLong(frame, STACK_POINTER, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setStackSegment(TrapFramePointer frame, long value) {
        Raw.putLong(frame, STACK_SEGMENT, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long register(TrapFramePointer frame, int index) {
        return Raw.getLong(frame, 8 * index);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setRegister(TrapFramePointer frame, int index, long value) {
        Raw.putLong(frame, 8 * index, value);
    }
}
