package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.cpu.x86.Faults;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.CpuBlock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.word.Pointer;

/**
 * The interrupt table and what each vector means. A handler acknowledges, marks an event and wakes who waits for
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

    /** The event of each vector, 0 where nobody waits; the next message vector to be given, and its lock. */
    private static final CGlobalData<Pointer> EVENTS = CGlobalDataFactory.createBytes(() -> 8 * 258);

    private static final int NEXT_MESSAGE = 8 * 256;
    private static final int LOCK = 8 * 257;

    private Interrupts() {}

    /** Loads the table; interrupts stay off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        long table = TABLE.get().rawValue();
        long stubs = Instructions.interruptStubsAddress();
        for (int vector = 0; vector < 256; vector++) {
            long stub = stubs + 16L * vector;
            long gate = table + (long) GATE_SIZE * vector;
            int stack = vector < EXCEPTIONS ? EXCEPTION_STACK : INTERRUPT_STACK;
            Raw.putInt(gate, 0, CODE_SEGMENT << 16 | (int) stub & 0xffff);
            Raw.putInt(gate, 4, (int) stub & 0xffff_0000 | INTERRUPT_GATE | stack);
            Raw.putInt(gate, 8, (int) (stub >>> 32));
        }
        Instructions.loadInterruptTable(table, 256 * GATE_SIZE - 1);
    }

    /** Lets an event be marked by an interrupt line; level-triggered, held back until {@link #unmask} after each time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void connectLine(int line, long event) {
        Raw.putLong(EVENTS.get().rawValue(), 8 * (LINES + line), event);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void unmask(int line) {
        IoApic.route(line, LINES + line, true);
    }

    /** Lets an event be marked by a message-signalled interrupt; returns its vector, -1 when all are taken. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int connectMessage(long event) {
        long events = EVENTS.get().rawValue();
        long flags = SpinLock.acquire(events + LOCK);
        int vector = MESSAGES + Raw.getInt(events, NEXT_MESSAGE);
        if (vector < TIMER) {
            Raw.putInt(events, NEXT_MESSAGE, vector + 1 - MESSAGES);
            Raw.putLong(events, 8 * vector, event);
        }
        SpinLock.release(events + LOCK, flags);
        return vector < TIMER ? vector : -1;
    }

    /** The address a device writes to, to interrupt this CPU (Intel SDM volume 3, section 12.11). */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long messageAddress() {
        return LocalApic.PHYSICAL | (long) LocalApic.id() << 12;
    }

    @CEntryPoint(name = "interrupt_entry", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handle(long frame) {
        int vector = (int) Raw.getLong(frame, TrapFrame.VECTOR);
        if (vector < EXCEPTIONS) {
            Faults.handle(frame, Instructions.readCr2());
            return;
        }
        if (vector == SPURIOUS) {
            return;
        }
        if (vector == TIMER) {
            LocalApic.endOfInterrupt();
            Raw.putLong(Cpu.current(), CpuBlock.ARMED, Ticks.NEVER);
        } else if (vector == LINES + SerialPort.LINE) {
            SerialPort.interrupt();
            LocalApic.endOfInterrupt();
            Traps.consoleInput();
        } else if (vector == LINES + PowerControl.LINE) {
            boolean pressed = PowerControl.takeButtonPress();
            LocalApic.endOfInterrupt();
            if (pressed) {
                Traps.powerButton();
            }
        } else {
            if (vector >= LINES && vector < MESSAGES) {
                IoApic.mask(vector - LINES, vector);
            }
            LocalApic.endOfInterrupt();
            long event = Raw.getLong(EVENTS.get().rawValue(), 8 * vector);
            if (event != 0) {
                Traps.event(event);
            }
        }
        Traps.interruptHandled();
    }
}
