package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.forSymbol;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.x86.Faults;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.layout.linux.MachineContext;
import dev.ristretto.kernel.machine.layout.linux.SignalAction;
import dev.ristretto.kernel.machine.layout.linux.SignalInformation;
import dev.ristretto.kernel.machine.layout.linux.SignalStack;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;

/**
 * Signals (signal(7), x86-64 layouts of asm/sigcontext.h and asm-generic/siginfo.h): faults become exceptions of the
 * CPU, the timer and requests to stop become interrupts.
 *
 * <p>Handlers run on a stack of their own, with the other interrupts' signals blocked.
 */
final class HostSignals {
    private static final int HANGUP = 1;
    private static final int INTERRUPT = 2;
    private static final int ILLEGAL = 4;
    private static final int TRAP = 5;
    private static final int BUS = 7;
    private static final int ARITHMETIC = 8;
    private static final int SEGMENT = 11;
    private static final int PIPE = 13;
    static final int ALARM = 14;
    private static final int TERMINATE = 15;
    private static final int SYSTEM_CALL = 31;
    private static final int LAST = 64;

    private static final int IGNORE = 1;

    // SA_SIGINFO, SA_RESTORER, SA_ONSTACK, and SA_NODEFER.
    private static final int HANDLER_FLAGS = 0x4 | 0x0400_0000 | 0x0800_0000;
    private static final int REENTRANT = 0x4000_0000;

    /** A page that is there and forbids the access (SEGV_ACCERR). */
    private static final int ACCESS_ERROR = 2;

    /** Handlers need little, but the registers that Linux saves for them may take 12 KiB, and a panic prints stacks. */
    static final long STACK_SIZE = 128 * 1024;

    /** That of the first CPU. */
    private static final long STACK = AddressSpace.DIRECT_MAP - STACK_SIZE - AddressSpace.PAGE;

    private static final CGlobalData<Pointer> HANDLER = forSymbol("hosted_signal_entry");
    private static final CGlobalData<Pointer> RETURN = forSymbol("hosted_signal_return");
    private static final CGlobalData<Pointer> INTERRUPTED = forSymbol("hosted_interrupt");
    private static final CGlobalData<Pointer> WAIT_BEGIN = forSymbol("hosted_wait_begin");
    private static final CGlobalData<Pointer> WAIT_END = forSymbol("hosted_wait_end");

    private HostSignals() {}

    /** Installs the handlers; false if Linux has no memory for their stack. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean initialize() {
        if (!HostMemory.map(STACK, STACK_SIZE, HostCalls.PROTECTION_READ | HostCalls.PROTECTION_WRITE)) {
            return false;
        }
        useStack(STACK);
        long handler = HANDLER.get().rawValue();
        for (int signal = 1; signal <= LAST; signal++) {
            if (isInterrupt(signal)) {
                install(signal, handler, HANDLER_FLAGS);
            } else if (isFault(signal)) {
                install(signal, handler, HANDLER_FLAGS | REENTRANT);
            }
        }
        install(PIPE, IGNORE, 0);
        return true;
    }

    /** Has handlers run on {@link #STACK_SIZE} bytes where this CPU is interrupted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void useStack(long start) {
        Pointer stack = StackValue.get(SignalStack.SIZE);
        SignalStack.set(stack, start, STACK_SIZE);
        HostCalls.signalStack(stack);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void install(int signal, long handler, int flags) {
        long blocked = 0;
        for (int other = 1; other <= LAST; other++) {
            if (isInterrupt(other)) {
                blocked |= 1L << (other - 1);
            }
        }
        Pointer action = StackValue.get(SignalAction.SIZE);
        SignalAction.set(action, handler, flags & 0xffff_ffffL, RETURN.get().rawValue(), blocked);
        HostCalls.signalAction(signal, action);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean isInterrupt(int signal) {
        return signal == ALARM || signal == TERMINATE || signal == INTERRUPT || signal == HANGUP;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean isFault(int signal) {
        return signal == SEGMENT
                || signal == BUS
                || signal == ILLEGAL
                || signal == ARITHMETIC
                || signal == TRAP
                || signal == SYSTEM_CALL;
    }

    /** Called by Linux through hosted.S: the number, siginfo_t, ucontext_t. */
    @CEntryPoint(name = "hosted_signal", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void handle(int signal, PointerBase information, PointerBase context) {
        CpuPointer cpu = Cpu.current();
        int interrupts = cpu.getInterrupts();
        cpu.setInterrupts(0);
        if (HostProcessors.isStopped()) {
            TrapFramePointer frame = StackValue.get(TrapFrame.SIZE);
            MachineContext.copyTo(frame, context);
            Traps.stopped(frame);
        }
        if (isInterrupt(signal)) {
            interrupt(signal, cpu, interrupts, context);
            return;
        }
        fault(signal, information, context);
        cpu.setInterrupts(interrupts);
    }

    /** Notes the interrupt, and has interrupted code handle it at once if it let interrupts through. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void interrupt(int signal, CpuPointer cpu, int interrupts, PointerBase context) {
        if (signal == INTERRUPT && HostMachine.stopRequested()) {
            HostMachine.exit(128 + INTERRUPT);
        }
        if (signal != ALARM) {
            HostMachine.noteStopRequest();
        }
        cpu.setPending(cpu.getPending() | (signal == ALARM ? HostEvents.TIMER : HostEvents.STOP));
        long at = MachineContext.get(context, MachineContext.INSTRUCTION);
        if (interrupts != 0) {
            cpu.setResume(at);
            MachineContext.set(
                    context, MachineContext.INSTRUCTION, INTERRUPTED.get().rawValue());
        } else if (at >= WAIT_BEGIN.get().rawValue() && at < WAIT_END.get().rawValue()) {
            MachineContext.set(
                    context, MachineContext.INSTRUCTION, WAIT_END.get().rawValue());
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void fault(int signal, PointerBase information, PointerBase context) {
        TrapFramePointer frame = StackValue.get(TrapFrame.SIZE);
        MachineContext.copyTo(frame, context);
        long vector = MachineContext.get(context, MachineContext.TRAP_NUMBER);
        long error = MachineContext.get(context, MachineContext.ERROR);
        if (vector == Faults.PAGE_FAULT && SignalInformation.code(information) == ACCESS_ERROR) {
            error |= Faults.PRESENT; // the page may not be loaded yet, but it exists and forbids the access
        }
        TrapFrame.set(frame, TrapFrame.VECTOR, vector);
        TrapFrame.set(frame, TrapFrame.ERROR, error);
        if (signal == SYSTEM_CALL) {
            Sandbox.stopForCall(SignalInformation.callNumber(information), frame);
        }
        Faults.handle(frame, MachineContext.get(context, MachineContext.FAULT_ADDRESS));
    }
}
