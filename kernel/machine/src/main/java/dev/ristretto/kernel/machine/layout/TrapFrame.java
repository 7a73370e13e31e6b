package dev.ristretto.kernel.machine.layout;

/** The registers of interrupted code as cpu.S pushes them, in ascending order of address; offsets in bytes. */
public final class TrapFrame {
    public static final int ISOLATE_THREAD = 0;
    public static final int HEAP_BASE = 8;
    public static final int VECTOR = 15 * 8;
    public static final int ERROR = 16 * 8;
    public static final int INSTRUCTION = 17 * 8;
    public static final int STACK_POINTER = 20 * 8;
    /** How many eight-byte registers a frame has: r15 down to rax, vector, error code, rip, cs, rflags, rsp, ss. */
    public static final int REGISTERS = 22;

    public static final int SIZE = 8 * REGISTERS;

    private TrapFrame() {}
}
