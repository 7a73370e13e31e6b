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
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SingleProcessor;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.platform.Platform;
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

    /** Not zero once a panic has begun: a second one, in the midst of the first, only powers off. */
    @SingleProcessor("The other processors run on through a panic.")
    private static final CGlobalData<Pointer> BEGUN = createBytes(() -> Variable.SIZE);

    private static final StackFramePrintVisitor STACK_PRINTER = new StackFramePrintVisitor();

    private Panic() {}

    /** Stops because of what the running code found. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void stop(CCharPointer reason) {
        begin(reason);
        Power.off(Report.PANIC_STATUS);
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
        printHex(Cpu.current().getCurrentThread().getId());
        long isolateThread = TrapFrame.get(frame, TrapFrame.ISOLATE_THREAD);
        long heapBase = TrapFrame.get(frame, TrapFrame.HEAP_BASE);
        if (inJavaCode(TrapFrame.get(frame, TrapFrame.INSTRUCTION)) && heapBase != 0 && isolateThread != 0) {
            print(STACK.get());
            Cpu.callPanicInIsolate(frame, heapBase, isolateThread);
        }
        Power.off(Report.PANIC_STATUS);
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
        if (Variable.get(BEGUN.get()) != 0) {
            Power.off(Report.PANIC_STATUS);
        }
        Variable.set(BEGUN.get(), 1);
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
