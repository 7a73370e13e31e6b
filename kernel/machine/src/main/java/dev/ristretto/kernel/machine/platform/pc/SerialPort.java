package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;

/**
 * The console: the first serial port (NS16550A), with a ring of bytes in each direction.
 *
 * <p>Output goes to the chip while it takes it; the rest waits in the ring for the transmitter's interrupt. Input that
 * nobody reads in time is dropped.
 */
public final class SerialPort {
    private static final int BASE = 0x3f8;
    private static final int INTERRUPT_ENABLE = BASE + 1;
    private static final int FIFO_CONTROL = BASE + 2;
    private static final int LINE_CONTROL = BASE + 3;
    private static final int MODEM_CONTROL = BASE + 4;
    private static final int LINE_STATUS = BASE + 5;

    private static final int RECEIVE_INTERRUPT = 1;
    private static final int TRANSMIT_INTERRUPT = 2;
    private static final int DATA_READY = 1;
    private static final int TRANSMITTER_EMPTY = 0x20;
    private static final int FIFO = 16;
    static final int LINE = 4;

    private static final int OUT_SIZE = 4096;
    private static final int IN_SIZE = 1024;

    // Layout of STATE; the indices count bytes since boot.
    private static final int LOCK = 0;
    private static final int OUT_HEAD = 8;
    private static final int OUT_TAIL = 16;
    private static final int IN_HEAD = 24;
    private static final int IN_TAIL = 32;
    private static final int OUT = 40;
    private static final int IN = OUT + OUT_SIZE;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> IN + IN_SIZE);

    private SerialPort() {}

    /** Sets the chip up: 115,200 baud, 8 bits, no parity, FIFOs on, no interrupts yet. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        Instructions.out8(INTERRUPT_ENABLE, 0);
        Instructions.out8(LINE_CONTROL, 0x80);
        Instructions.out8(BASE, 1);
        Instructions.out8(INTERRUPT_ENABLE, 0);
        Instructions.out8(LINE_CONTROL, 3);
        Instructions.out8(FIFO_CONTROL, 7);
        Instructions.out8(MODEM_CONTROL, 0xb);
    }

    /** Lets input interrupt. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void enableInterrupts() {
        Instructions.out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void write(long address, long bytes) {
        long state = STATE.get().rawValue();
        for (long i = 0; i < bytes; i++) {
            long flags = SpinLock.acquire(state + LOCK);
            while (Raw.getLong(state, OUT_TAIL) - Raw.getLong(state, OUT_HEAD) == OUT_SIZE) {
                transmit(state);
            }
            long tail = Raw.getLong(state, OUT_TAIL);
            Raw.putByte(state + OUT + (tail & (OUT_SIZE - 1)), Raw.getByte(address + i));
            Raw.putLong(state, OUT_TAIL, tail + 1);
            SpinLock.release(state + LOCK, flags);
        }
        long flags = SpinLock.acquire(state + LOCK);
        transmit(state);
        if (Raw.getLong(state, OUT_TAIL) != Raw.getLong(state, OUT_HEAD)) {
            Instructions.out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT | TRANSMIT_INTERRUPT);
        }
        SpinLock.release(state + LOCK, flags);
    }

    /** Gives the chip as much of the ring as it takes now. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void transmit(long state) {
        while (Raw.getLong(state, OUT_HEAD) != Raw.getLong(state, OUT_TAIL)
                && (Instructions.in8(LINE_STATUS) & TRANSMITTER_EMPTY) != 0) {
            for (int i = 0; i < FIFO && Raw.getLong(state, OUT_HEAD) != Raw.getLong(state, OUT_TAIL); i++) {
                long head = Raw.getLong(state, OUT_HEAD);
                Instructions.out8(BASE, Raw.getByte(state + OUT + (head & (OUT_SIZE - 1))));
                Raw.putLong(state, OUT_HEAD, head + 1);
            }
        }
    }

    /** Waits until the chip has taken all output. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void flush() {
        long state = STATE.get().rawValue();
        while (Raw.getLong(state, OUT_HEAD) != Raw.getLong(state, OUT_TAIL)) {
            transmit(state);
        }
    }

    /** Writes a byte past lock and interrupts, after what is in the ring: for the end of the kernel. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void writeNow(int character) {
        flush();
        while ((Instructions.in8(LINE_STATUS) & TRANSMITTER_EMPTY) == 0) {
            continue;
        }
        Instructions.out8(BASE, character);
    }

    /** Called by the port's interrupt: moves bytes both ways. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void interrupt() {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        while ((Instructions.in8(LINE_STATUS) & DATA_READY) != 0) {
            int value = Instructions.in8(BASE);
            long tail = Raw.getLong(state, IN_TAIL);
            if (tail - Raw.getLong(state, IN_HEAD) < IN_SIZE) {
                Raw.putByte(state + IN + (tail & (IN_SIZE - 1)), value);
                Raw.putLong(state, IN_TAIL, tail + 1);
            }
        }
        transmit(state);
        if (Raw.getLong(state, OUT_HEAD) == Raw.getLong(state, OUT_TAIL)) {
            Instructions.out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT);
        }
        SpinLock.release(state + LOCK, flags);
    }

    /** Takes up to {@code bytes} of the input that has come; returns how many, 0 if none is there. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long read(long address, long bytes) {
        long state = STATE.get().rawValue();
        long flags = SpinLock.acquire(state + LOCK);
        long head = Raw.getLong(state, IN_HEAD);
        long count = Raw.getLong(state, IN_TAIL) - head;
        if (count > bytes) {
            count = bytes;
        }
        for (long i = 0; i < count; i++) {
            Raw.putByte(address + i, Raw.getByte(state + IN + ((head + i) & (IN_SIZE - 1))));
        }
        Raw.putLong(state, IN_HEAD, head + count);
        SpinLock.release(state + LOCK, flags);
        return count;
    }

    /** How many bytes of input can be read at once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long available() {
        long state = STATE.get().rawValue();
        return Raw.getLong(state, IN_TAIL) - Raw.getLong(state, IN_HEAD);
    }
}
