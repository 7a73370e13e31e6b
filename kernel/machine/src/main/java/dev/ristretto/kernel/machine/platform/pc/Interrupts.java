package dev.ristretto.kernel.machine.platform.pc;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.cpu.x86.Faults;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.layout.x86.InterruptGate;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * The interrupt table and what each vector means. A handler acknowledges, marks an event and wakes who waits for
 * it; the work is done by that thread.
 */
public final class Interrupts {
    private static final int VECTORS = 256;
    private static final int EXCEPTIONS = 32;
    private static final int BREAKPOINT = 3;
    private static final int OVERFLOW = 4;

    /** Vector of interrupt line 0; the others follow. */
    static final int LINES = 0x30;

    private static final int MESSAGES = LINES + IoApic.LINES;
    static final int TIMER = 0xe0;

    /** Another processor has work, or asks to forget pages. */
    static final int WORK = 0xe1;

    static final int FLUSH = 0xe2;
    static final int SPURIOUS = 0xff;

    private static final int EXCEPTION_STACK = 1;
    private static final int INTERRUPT_STACK = 2;
    private static final CGlobalData<Pointer> TABLE = createBytes(() -> VECTORS * InterruptGate.SIZE);

    /** The event of each vector, 0 where nobody waits. */
    private static final CGlobalData<Pointer> EVENTS = createBytes(() -> Long.BYTES * VECTORS);

    /** How many messages have their vector, and the lock of that. */
    private static final CGlobalData<Pointer> CONNECTED = createBytes(() -> Variable.SIZE);

    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    private Interrupts() {}

    /** Loads the table; interrupts stay off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void initialize() {
        long stubs = Instructions.interruptStubsAddress();
        for (int vector = 0; vector < VECTORS; vector++) {
            Pointer gate = TABLE.get().add(InterruptGate.SIZE * vector);
            InterruptGate.set(
                    gate,
                    stubs + 16L * vector,
                    vector < EXCEPTIONS ? EXCEPTION_STACK : INTERRUPT_STACK,
                    vector == BREAKPOINT || vector == OVERFLOW);
        }
        load();
    }

    /** Loads the table that {@link #initialize} has made. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void load() {
        Instructions.loadInterruptTable(TABLE.get().rawValue(), VECTORS * InterruptGate.SIZE - 1);
    }

    /**
     * Lets an event be marked by an interrupt line; level-triggered, held back until {@link #unmask} after each time.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void connectLine(int line, EventPointer event) {
        setEvent(LINES + line, event);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void setEvent(int vector, EventPointer event) {
        WordArray.set(EVENTS.get().rawValue(), vector, event.rawValue());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void unmask(int line) {
        IoApic.route(line, LINES + line, true);
    }

    /** Lets an event be marked by a message-signalled interrupt; returns its vector, -1 when all are taken. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int connectMessage(EventPointer event) {
        long flags = SpinLock.acquire(LOCK.get());
        int vector = MESSAGES + (int) Variable.get(CONNECTED.get());
        if (vector < TIMER) {
            Variable.set(CONNECTED.get(), vector + 1 - MESSAGES);
            setEvent(vector, event);
        }
        SpinLock.release(LOCK.get(), flags);
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
    private static void handle(TrapFramePointer frame) {
        int vector = (int) TrapFrame.get(frame, TrapFrame.VECTOR);
        if (vector < EXCEPTIONS) {
            Faults.handle(frame, Instructions.readCr2());
            return;
        }
        CpuPointer cpu = Cpu.current();
        if (cpu.getLazy() != 0) {
            cpu.setLazy(0);
            Cpu.flush();
        }
        if (vector == SPURIOUS) {
            return;
        }
        if (vector == FLUSH) {
            LocalApic.endOfInterrupt();
            Cpu.flush();
            return;
        }
        if (vector == TIMER) {
            LocalApic.endOfInterrupt();
            cpu.setArmed(Ticks.NEVER);
        } else if (vector == WORK) {
            LocalApic.endOfInterrupt();
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
            EventPointer event = WordFactory.pointer(WordArray.get(EVENTS.get().rawValue(), vector));
            if (event.isNonNull()) {
                Traps.event(event);
            }
        }
        Traps.interruptHandled();
    }
}
