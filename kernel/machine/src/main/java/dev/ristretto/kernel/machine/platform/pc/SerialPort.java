package dev.ristretto.kernel.machine.platform.pc;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.ByteRing;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.Text;
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

    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);
    private static final CGlobalData<Pointer> OUT = createBytes(() -> ByteRing.size(OUT_SIZE));
    private static final CGlobalData<Pointer> IN = createBytes(() -> ByteRing.size(IN_SIZE));

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
        for (long i = 0; i < bytes; i++) {
            long flags = SpinLock.acquire(LOCK.get());
            while (ByteRing.length(OUT.get()) == OUT_SIZE) {
                transmit();
            }
            ByteRing.put(OUT.get(), OUT_SIZE, Text.at(address + i));
            SpinLock.release(LOCK.get(), flags);
        }
        long flags = SpinLock.acquire(LOCK.get());
        transmit();
        if (ByteRing.length(OUT.get()) != 0) {
            Instructions.out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT | TRANSMIT_INTERRUPT);
        }
        SpinLock.release(LOCK.get(), flags);
    }

    /** Gives the chip as much of the ring as it takes now. The lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void transmit() {
        while (ByteRing.length(OUT.get()) != 0 && (Instructions.in8(LINE_STATUS) & TRANSMITTER_EMPTY) != 0) {
            for (int i = 0; i < FIFO && ByteRing.length(OUT.get()) != 0; i++) {
                Instructions.out8(BASE, ByteRing.take(OUT.get(), OUT_SIZE));
            }
        }
    }

    /** Waits until the chip has taken all output. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void flush() {
        while (ByteRing.length(OUT.get()) != 0) {
            transmit();
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
        long flags = SpinLock.acquire(LOCK.get());
        while ((Instructions.in8(LINE_STATUS) & DATA_READY) != 0) {
            int value = Instructions.in8(BASE);
            if (ByteRing.length(IN.get()) < IN_SIZE) {
                ByteRing.put(IN.get(), IN_SIZE, value);
            }
        }
        transmit();
        if (ByteRing.length(OUT.get()) == 0) {
            Instructions.out8(INTERRUPT_ENABLE, RECEIVE_INTERRUPT);
        }
        SpinLock.release(LOCK.get(), flags);
    }

    /** Takes up to {@code bytes} of the input that has come; returns how many, 0 if none is there. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long read(long address, long bytes) {
        long flags = SpinLock.acquire(LOCK.get());
        long count = ByteRing.length(IN.get());
        if (count > bytes) {
            count = bytes;
        }
        for (long i = 0; i < count; i++) {
            Text.put(address + i, ByteRing.take(IN.get(), IN_SIZE));
        }
        SpinLock.release(LOCK.get(), flags);
        return count;
    }

    /** How many bytes of input can be read at once. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long available() {
        return ByteRing.length(IN.get());
    }
}
