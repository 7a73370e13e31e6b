package dev.ristretto.kernel.machine.cpu.x86;

/** The x86 I/O ports; values are unsigned. */
public final class PortIo {
    private PortIo() {}

    public static int read32(int port) {
        return Instructions.in32(port);
    }

    public static void write16(int port, int value) {
        Instructions.out16(port, value);
    }

    public static void write32(int port, int value) {
        Instructions.out32(port, value);
    }
}
