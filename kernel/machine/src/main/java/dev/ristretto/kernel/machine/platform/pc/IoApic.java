package dev.ristretto.kernel.machine.platform.pc;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;

/** The controllers that turn interrupt lines of devices into vectors of a CPU (Intel 82093AA, register 0x10 on). */
final class IoApic {
    static final long PHYSICAL = 0xfec0_0000L;
    /** QEMU's microvm has a second one, whose lines are numbered after the first one's. */
    private static final long PHYSICAL_SECOND = 0xfec1_0000L;

    /** Both, from the first one's registers on. */
    static final long BYTES = 0x2_0000;

    static final int LINES_EACH = 24;
    static final int LINES = 2 * LINES_EACH;

    private static final int SELECT = 0;
    private static final int WINDOW = 0x10;
    private static final int REDIRECTION = 0x10;
    private static final int LEVEL = 1 << 15;
    private static final int MASKED = 1 << 16;

    /** Of the pair of registers: an interrupt between the two would choose another one. */
    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    private IoApic() {}

    /** Routes a line, active high, to a vector of this CPU and lets its interrupts through. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void route(int line, int vector, boolean level) {
        write(line, 1, LocalApic.id() << 24);
        write(line, 0, vector | (level ? LEVEL : 0));
    }

    /** Holds back a line's interrupts. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void mask(int line, int vector) {
        write(line, 0, vector | LEVEL | MASKED);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void write(int line, int half, int value) {
        long registers = AddressSpace.DEVICES + (line < LINES_EACH ? PHYSICAL : PHYSICAL_SECOND);
        int pin = line < LINES_EACH ? line : line - LINES_EACH;
        long flags = SpinLock.acquire(LOCK.get());
        Instructions.write32(registers + SELECT, REDIRECTION + 2 * pin + half);
        Instructions.write32(registers + WINDOW, value);
        SpinLock.release(LOCK.get(), flags);
    }
}
