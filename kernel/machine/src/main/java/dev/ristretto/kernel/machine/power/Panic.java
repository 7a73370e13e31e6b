package dev.ristretto.kernel.machine.power;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.log.Log;
import com.oracle.svm.core.stack.StackOverflowCheck;
import com.oracle.svm.core.stack.ThreadStackPrinter;
import com.oracle.svm.core.stack.ThreadStackPrinter.StackFramePrintVisitor;
import dev.ristretto.abi.Report;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.platform.PlatformProcessors;
import org.graalvm.nativeimage.CurrentIsolate;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.nativeimage.c.type.CTypeConversion.CCharPointerHolder;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * The end when the kernel cannot go on: says why, with registers and the Java stack, and powers off with
 * {@link Report#PANIC_STATUS}.
 */
public final class Panic {
    private static final CGlobalData<CCharPointer> TITLE = createCString("\nkernel panic: ");
    private static final CGlobalData<CCharPointer> REPORT = createCString(Report.PANIC);
    private static final CGlobalData<CCharPointer> THREAD = createCString("  thread ");
    private static final CGlobalData<CCharPointer> STACK = createCString("\nJava stack, innermost first:\n");

    private static final CGlobalData<CCharPointer> PROCESSOR = createCString("\nprocessor ");
    private static final CGlobalData<CCharPointer> IDLE = createCString(" was idle\n");
    private static final CGlobalData<CCharPointer> AT = createCString(" at ");

    /** How long another processor may take for its report, in nanoseconds. */
    private static final long PATIENCE = 500_000_000;

    /**
     * Not zero once a panic has begun, on the processor before this number: a second one there, in the midst of the
     * first, only powers off.
     */
    private static final CGlobalData<Pointer> BEGUN = createBytes(() -> Variable.SIZE);

    /** Whose turn it is to report, counted from 1 on, and who has reported last. */
    private static final CGlobalData<Pointer> TURN = createBytes(() -> Variable.SIZE);

    private static final CGlobalData<Pointer> REPORTED = createBytes(() -> Variable.SIZE);

    private static final StackFramePrintVisitor STACK_PRINTER = new StackFramePrintVisitor();

    private Panic() {}

    /** Stops because of what the running code found. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void stop(CCharPointer reason) {
        begin(reason);
        end();
    }

    /** Stops because of what Java code found. */
    public static void stop(String reason) {
        try (CCharPointerHolder text = CTypeConversion.toCString(reason)) {
            stop(text.get());
        }
    }

    @CEntryPoint(name = "trap_panic", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void stopEntry(CCharPointer reason) {
        stop(reason);
    }

    /** Stops because of an exception of the CPU at {@code address}; {@code frame} is an {@link TrapFrame}. */
    @CEntryPoint(name = "trap_panic_at", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void stopAt(CCharPointer reason, TrapFramePointer frame, long address) {
        begin(reason);
        for (int register = 0; register < TrapFrame.REGISTERS; register++) {
            printRegister(register, TrapFrame.get(frame, register));
        }
        Platform.consoleWriteNow('\n');
        print(Cpu.addressName());
        Platform.consoleWriteNow(' ');
        printHex(address);
        print(THREAD.get());
        printHex(Cpu.currentThread().getId());
        printStack(frame);
        end();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void printStack(TrapFramePointer frame) {
        long isolateThread = TrapFrame.get(frame, TrapFrame.ISOLATE_THREAD);
        long heapBase = TrapFrame.get(frame, TrapFrame.HEAP_BASE);
        if (inJavaCode(TrapFrame.get(frame, TrapFrame.INSTRUCTION)) && heapBase != 0 && isolateThread != 0) {
            print(STACK.get());
            Cpu.callPanicInIsolate(frame, heapBase, isolateThread);
        }
    }

    /** The other processors, which have stopped, report one after the other; then the machine is switched off. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void end() {
        for (int index = 0; index < Processors.count(); index++) {
            if (Processors.get(index).notEqual(Cpu.current())) {
                long begun = Platform.nanos();
                Variable.set(TURN.get(), index + 1L);
                while (Variable.get(REPORTED.get()) != index + 1L && Platform.nanos() - begun < PATIENCE) {
                    Cpu.pause();
                }
            }
        }
        Power.off(Report.PANIC_STATUS);
    }

    @CEntryPoint(name = "trap_stopped", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void stopped(TrapFramePointer frame) {
        CpuPointer cpu = Cpu.current();
        long number = cpu.getIndex() + 1;
        while (Variable.get(TURN.get()) != number) {
            Cpu.pause();
        }
        print(PROCESSOR.get());
        printDecimal(number - 1);
        if (cpu.getCurrentThread().equal(cpu.getIdleThread())) {
            print(IDLE.get());
        } else {
            print(AT.get());
            printHex(TrapFrame.get(frame, TrapFrame.INSTRUCTION));
            print(THREAD.get());
            printHex(cpu.getCurrentThread().getId());
            printStack(frame);
        }
        Variable.set(REPORTED.get(), number);
        while (true) {
            Cpu.pause();
        }
    }

    /**
     * Prints the Java stack of the code that a fault stopped; its heap base and thread are in their registers again.
     */
    @CEntryPoint(name = "panic_in_isolate", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP, calleeMustBe = false)
    private static void printJavaStack(TrapFramePointer frame) {
        // This runs on the stack for exceptions, which to the runtime looks as if the thread's own had overflowed.
        StackOverflowCheck.singleton().disableStackOverflowChecksForFatalError();
        ThreadStackPrinter.printStacktrace(
                CurrentIsolate.getCurrentThread(),
                WordFactory.pointer(TrapFrame.get(frame, TrapFrame.STACK_POINTER)),
                WordFactory.pointer(TrapFrame.get(frame, TrapFrame.INSTRUCTION)),
                STACK_PRINTER,
                Log.log());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void begin(CCharPointer reason) {
        long number = Cpu.current().getIndex() + 1;
        if (!Variable.compareAndSet(BEGUN.get(), 0, number)) {
            while (Variable.get(BEGUN.get()) != number) { // which stops this one
                Cpu.pause();
            }
            Power.off(Report.PANIC_STATUS);
        }
        PlatformProcessors.stopOthers();
        Power.report(REPORT.get());
        Power.report(reason);
        Platform.reportWrite('\n');
        print(TITLE.get());
        print(reason);
        Platform.consoleWriteNow('\n');
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean inJavaCode(long address) {
        return address >= AddressSpace.TEXT_START.get().rawValue()
                && address < AddressSpace.TEXT_END.get().rawValue();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void printRegister(int register, long value) {
        for (int i = 0; i < 4; i++) {
            Platform.consoleWriteNow(Cpu.registerNames().read(4 * register + i));
        }
        printHex(value);
        Platform.consoleWriteNow(register % 4 == 3 ? '\n' : ' ');
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void print(CCharPointer text) {
        for (int i = 0; text.read(i) != 0; i++) {
            Platform.consoleWriteNow(text.read(i));
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void printHex(long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            int digit = (int) (value >>> shift) & 15;
            Platform.consoleWriteNow(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    /** Prints a number of MiB, for messages about memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void printDecimal(long value) {
        long power = 1;
        while (power <= value / 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            Platform.consoleWriteNow('0' + (int) (value / power % 10));
        }
    }
}
