package dev.ristretto.kernel.machine;

/** The registers of interrupted code as cpu.S pushes them, in ascending order of address; offsets in bytes. */
public final class InterruptFrame {
    public static final int R15 = 0;
    public static final int R14 = 8;
    public static final int VECTOR = 15 * 8;
    public static final int ERROR = 16 * 8;
    public static final int RIP = 17 * 8;
    public static final int RSP = 20 * 8;
    /** How many eight-byte registers a frame has: r15 down to rax, vector, error code, rip, cs, rflags, rsp, ss. */
    public static final int REGISTERS = 22;

    public static final int SIZE = 8 * REGISTERS;

    private InterruptFrame() {}
}
