package dev.ristretto.kernel.machine.pc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.Console;
import dev.ristretto.kernel.machine.Cpu;
import dev.ristretto.kernel.machine.Event;
import dev.ristretto.kernel.machine.Faults;
import dev.ristretto.kernel.machine.InterruptFrame;
import dev.ristretto.kernel.machine.Kernel;
import dev.ristretto.kernel.machine.PowerButton;
import dev.ristretto.kernel.machine.Raw;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.Pointer;

/**
 * The interrupt table and what each vector means. A handler acknowledges, marks an {@link Event} and wakes who waits for
 * it; the work is done by that thread.
 */
public final class Interrupts {
    private static final int EXCEPTIONS = 32;

    /** Vector of interrupt line 0; the others follow. */
    static final int LINES = 0x30;

    private static final int MESSAGES = LINES + IoApic.LINES;
    static final int TIMER = 0xe0;
    static final int SPURIOUS = 0xff;

    private static final int GATE_SIZE = 16;
    private static final int CODE_SEGMENT = 8;
    private static final int INTERRUPT_GATE = 0x8e00;
    private static final int EXCEPTION_STACK = 1;
    private static final int INTERRUPT_STACK = 2;
    private static final CGlobalData<Pointer> TABLE = CGlobalDataFactory.createBytes(() -> 256 * GATE_SIZE);

    /** The event of each vector, 0 where nobody waits; and the next message vector to be given. */
    private static final CGlobalData<Pointer> EVENTS = CGlobalDataFactory.createBytes(() -> 8 * 257);

    private static final int NEXT_MESSAGE = 8 * 256;

    private Interrupts() {}

    /** Loads the table; interrupts stay off. */
    @Uninterruptible(reason = Cpu.KERNEL)
    static void initialize() {
        long table = TABLE.get().rawValue();
        long stubs = Cpu.interruptStubsAddress();
        for (int vector = 0; vector < 256; vector++) {
            long stub = stubs + 16L * vector;
            long gate = table + (long) GATE_SIZE * vector;
            int stack = vector < EXCEPTIONS ? EXCEPTION_STACK : INTERRUPT_STACK;
            Raw.putInt(gate, 0, CODE_SEGMENT << 16 | (int) stub & 0xffff);
            Raw.putInt(gate, 4, (int) stub & 0xffff_0000 | INTERRUPT_GATE | stack);
            Raw.putInt(gate, 8, (int) (stub >>> 32));
        }
        Cpu.loadInterruptTable(table, 256 * GATE_SIZE - 1);
    }

    /** Lets an event be marked by an interrupt line; level-triggered, held back until {@link #unmask} after each time. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static void connectLine(int line, long event) {
        Raw.putLong(EVENTS.get().rawValue(), 8 * (LINES + line), event);
    }

    @Uninterruptible(reason = Cpu.KERNEL)
    public static void unmask(int line) {
        IoApic.route(line, LINES + line, true);
    }

    /** Lets an event be marked by a message-signalled interrupt; returns its vector, -1 when all are taken. */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static int connectMessage(long event) {
        long events = EVENTS.get().rawValue();
        long flags = Kernel.lock();
        int vector = MESSAGES + Raw.getInt(events, NEXT_MESSAGE);
        if (vector < TIMER) {
            Raw.putInt(events, NEXT_MESSAGE, vector + 1 - MESSAGES);
            Raw.putLong(events, 8 * vector, event);
        }
        Kernel.unlock(flags);
        return vector < TIMER ? vector : -1;
    }

    /** The address a device writes to, to interrupt this CPU (Intel SDM volume 3, section 12.11). */
    @Uninterruptible(reason = Cpu.KERNEL)
    public static long messageAddress() {
        return LocalApic.PHYSICAL | (long) LocalApic.id() << 12;
    }

    @CEntryPoint(name = "interrupt_entry", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static void handle(long frame) {
        int vector = (int) Raw.getLong(frame, InterruptFrame.VECTOR);
        if (vector < EXCEPTIONS) {
            Faults.handle(frame, Cpu.readCr2());
            return;
        }
        if (vector == SPURIOUS) {
            return;
        }
        if (vector == TIMER) {
            LocalApic.endOfInterrupt();
            Kernel.timerFired();
        } else if (vector == LINES + SerialPort.LINE) {
            SerialPort.interrupt();
            LocalApic.endOfInterrupt();
            Event.mark(Console.INPUT.get().rawValue());
        } else if (vector == LINES + PowerControl.LINE) {
            boolean pressed = PowerControl.takeButtonPress();
            LocalApic.endOfInterrupt();
            if (pressed) {
                Event.mark(PowerButton.PRESSED.get().rawValue());
            }
        } else {
            if (vector >= LINES && vector < MESSAGES) {
                IoApic.mask(vector - LINES, vector);
            }
            LocalApic.endOfInterrupt();
            long event = Raw.getLong(EVENTS.get().rawValue(), 8 * vector);
            if (event != 0) {
                Event.mark(event);
            }
        }
        Kernel.afterInterrupt();
    }
}
