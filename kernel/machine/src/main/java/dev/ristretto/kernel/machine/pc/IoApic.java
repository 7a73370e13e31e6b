package dev.ristretto.kernel.machine.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.AddressSpace;
import dev.ristretto.kernel.machine.Cpu;

/** The controllers that turn interrupt lines of devices into vectors of a CPU (Intel 82093AA, register 0x10 on). */
final class IoApic {
    private static final long PHYSICAL = 0xfec0_0000L;
    /** QEMU's microvm has a second one, whose lines are numbered after the first one's. */
    private static final long PHYSICAL_SECOND = 0xfec1_0000L;

    static final int LINES_EACH = 24;
    static final int LINES = 2 * LINES_EACH;

    private static final int SELECT = 0;
    private static final int WINDOW = 0x10;
    private static final int REDIRECTION = 0x10;
    private static final int LEVEL = 1 << 15;
    private static final int MASKED = 1 << 16;

    private IoApic() {}

    /** Routes a line, active high, to a vector of this CPU and lets its interrupts through. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void route(int line, int vector, boolean level) {
        write(line, 1, LocalApic.id() << 24);
        write(line, 0, vector | (level ? LEVEL : 0));
    }

    /** Holds back a line's interrupts. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void mask(int line, int vector) {
        write(line, 0, vector | LEVEL | MASKED);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    private static void write(int line, int half, int value) {
        long registers = AddressSpace.DEVICES + (line < LINES_EACH ? PHYSICAL : PHYSICAL_SECOND);
        int pin = line < LINES_EACH ? line : line - LINES_EACH;
        Cpu.write32(registers + SELECT, REDIRECTION + 2 * pin + half);
        Cpu.write32(registers + WINDOW, value);
    }
}
