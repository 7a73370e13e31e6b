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
import dev.ristretto.kernel.machine.Kernel;
import dev.ristretto.kernel.machine.Panic;
import dev.ristretto.kernel.machine.PowerButton;
import dev.ristretto.kernel.machine.Raw;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The interrupt table and what each vector means. A handler acknowledges, marks an {@link Event} and wakes who waits for
 * it; the work is done by that thread.
 */
public final class Interrupts {
    private static final int DOUBLE_FAULT = 8;
    private static final int PROTECTION_FAULT = 13;
    private static final int PAGE_FAULT = 14;
    private static final int EXCEPTIONS = 32;

    // Error code of a page fault.
    private static final int PRESENT = 1;
    private static final int WRITE = 2;
    private static final int INSTRUCTION = 16;

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

    private static final CGlobalData<CCharPointer> EXCEPTION =
            CGlobalDataFactory.createCString("exception of the CPU in kernel or application code");
    private static final CGlobalData<CCharPointer> STACK_OVERFLOW = CGlobalDataFactory.createCString(
            "stack overflow: a native or kernel frame reached the guard page below the thread's stack");
    private static final CGlobalData<CCharPointer> NULL_POINTER =
            CGlobalDataFactory.createCString("access to page 0 (null pointer in raw memory access)");
    private static final CGlobalData<CCharPointer> WRITE_TO_READ_ONLY =
            CGlobalDataFactory.createCString("write to read-only memory");
    private static final CGlobalData<CCharPointer> NOT_EXECUTABLE =
            CGlobalDataFactory.createCString("execution of memory that is not code");
    private static final CGlobalData<CCharPointer> UNMAPPED =
            CGlobalDataFactory.createCString("access to unmapped memory");
    private static final CGlobalData<CCharPointer> PROTECTION =
            CGlobalDataFactory.createCString("general protection fault");

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
        if (vector == PAGE_FAULT
                && (Raw.getLong(frame, InterruptFrame.ERROR) & PRESENT) == 0
                && Kernel.growStack(Cpu.readCr2())) {
            return;
        }
        if (vector < EXCEPTIONS) {
            Panic.stopAt(reason(vector, frame), frame);
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

    /** Why an exception happened, in words; page faults by error code and address (Intel SDM volume 3, section 4.7). */
    @Uninterruptible(reason = Cpu.KERNEL)
    private static CCharPointer reason(int vector, long frame) {
        long address = Cpu.readCr2();
        if (vector == DOUBLE_FAULT || (vector == PAGE_FAULT && Kernel.isGuardPage(address))) {
            return STACK_OVERFLOW.get();
        }
        if (vector == PROTECTION_FAULT) {
            return PROTECTION.get();
        }
        if (vector != PAGE_FAULT) {
            return EXCEPTION.get();
        }
        long error = Raw.getLong(frame, InterruptFrame.ERROR);
        if ((error & INSTRUCTION) != 0) {
            return NOT_EXECUTABLE.get();
        }
        if (address >= 0 && address < 4096) {
            return NULL_POINTER.get();
        }
        return (error & (PRESENT | WRITE)) == (PRESENT | WRITE) ? WRITE_TO_READ_ONLY.get() : UNMAPPED.get();
    }
}
