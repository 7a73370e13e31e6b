package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.x86.Faults;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuBlock;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.word.Pointer;

/**
 * Signals (signal(7), x86-64 layouts of asm/sigcontext.h and asm-generic/siginfo.h): faults become exceptions of the CPU, the
 * timer and requests to stop become interrupts.
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
    private static final int ALARM = 14;
    private static final int TERMINATE = 15;
    private static final int SYSTEM_CALL = 31;
    private static final int LAST = 64;

    private static final int IGNORE = 1;

    // struct sigaction of the kernel, and SA_SIGINFO, SA_RESTORER, SA_ONSTACK, SA_NODEFER.
    private static final int FLAGS = 8;
    private static final int RESTORER = 16;
    private static final int MASK = 24;
    private static final int ACTION_SIZE = 32;
    private static final int HANDLER_FLAGS = 0x4 | 0x0400_0000 | 0x0800_0000;
    private static final int REENTRANT = 0x4000_0000;

    // siginfo_t
    private static final int CODE = 8;
    private static final int CALL_NUMBER = 24;
    private static final int ACCESS_ERROR = 2;

    // ucontext_t: the registers, in the order r8 to r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, flags, segments,
    // error code, trap number, blocked signals, cr2.
    private static final int REGISTERS = 40;
    private static final int RSP = REGISTERS + 15 * 8;
    private static final int RIP = REGISTERS + 16 * 8;
    private static final int ERROR = REGISTERS + 19 * 8;
    private static final int TRAP_NUMBER = REGISTERS + 20 * 8;
    private static final int CR2 = REGISTERS + 22 * 8;

    private static final int PAGE_FAULT = 14;

    /** Handlers need little, but the registers that Linux saves for them may take 12 KiB, and a panic prints stacks. */
    private static final long STACK_SIZE = 128 * 1024;

    private static final long STACK = AddressSpace.DIRECT_MAP - STACK_SIZE - AddressSpace.PAGE;

    private static final CGlobalData<Pointer> HANDLER = CGlobalDataFactory.forSymbol("hosted_signal_entry");
    private static final CGlobalData<Pointer> RETURN = CGlobalDataFactory.forSymbol("hosted_signal_return");
    private static final CGlobalData<Pointer> INTERRUPTED = CGlobalDataFactory.forSymbol("hosted_interrupt");
    private static final CGlobalData<Pointer> WAIT_BEGIN = CGlobalDataFactory.forSymbol("hosted_wait_begin");
    private static final CGlobalData<Pointer> WAIT_END = CGlobalDataFactory.forSymbol("hosted_wait_end");

    private HostSignals() {}

    /** Installs the handlers; false if Linux has no memory for their stack. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean initialize() {
        if (!HostMemory.map(STACK, STACK_SIZE, HostCalls.PROTECTION_READ | HostCalls.PROTECTION_WRITE)) {
            return false;
        }
        Pointer stack = StackValue.get(24);
        Raw.putLong(stack.rawValue(), 0, STACK);
        Raw.putLong(stack.rawValue(), 8, 0);
        Raw.putLong(stack.rawValue(), 16, STACK_SIZE);
        HostCalls.signalStack(stack.rawValue());
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

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void install(int signal, long handler, int flags) {
        long blocked = 0;
        for (int other = 1; other <= LAST; other++) {
            if (isInterrupt(other)) {
                blocked |= 1L << (other - 1);
            }
        }
        Pointer action = StackValue.get(ACTION_SIZE);
        Raw.putLong(action.rawValue(), 0, handler);
        Raw.putLong(action.rawValue(), FLAGS, flags & 0xffff_ffffL);
        Raw.putLong(action.rawValue(), RESTORER, RETURN.get().rawValue());
        Raw.putLong(action.rawValue(), MASK, blocked);
        HostCalls.signalAction(signal, action.rawValue());
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
    private static void handle(int signal, long information, long context) {
        long cpu = Cpu.current();
        int interrupts = Raw.getInt(cpu, CpuBlock.INTERRUPTS);
        Raw.putInt(cpu, CpuBlock.INTERRUPTS, 0);
        if (isInterrupt(signal)) {
            interrupt(signal, cpu, interrupts, context);
            return;
        }
        fault(signal, information, context);
        Raw.putInt(cpu, CpuBlock.INTERRUPTS, interrupts);
    }

    /** Notes the interrupt, and has interrupted code handle it at once if it let interrupts through. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void interrupt(int signal, long cpu, int interrupts, long context) {
        int pending = Raw.getInt(cpu, CpuBlock.PENDING);
        if (signal == INTERRUPT && HostMachine.stopRequested()) {
            HostMachine.exit(128 + INTERRUPT);
        }
        if (signal != ALARM) {
            HostMachine.noteStopRequest();
        }
        Raw.putInt(cpu, CpuBlock.PENDING, pending | (signal == ALARM ? HostEvents.TIMER : HostEvents.STOP));
        long at = Raw.getLong(context, RIP);
        if (interrupts != 0) {
            Raw.putLong(cpu, CpuBlock.RESUME, at);
            Raw.putLong(context, RIP, INTERRUPTED.get().rawValue());
        } else if (at >= WAIT_BEGIN.get().rawValue() && at < WAIT_END.get().rawValue()) {
            Raw.putLong(context, RIP, WAIT_END.get().rawValue());
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void fault(int signal, long information, long context) {
        Pointer frame = StackValue.get(TrapFrame.SIZE);
        long at = frame.rawValue();
        for (int register = 0; register < 8; register++) { // r15 down to r8
            Raw.putLong(at, 8 * register, Raw.getLong(context, REGISTERS + 8 * (7 - register)));
        }
        Raw.putLong(at, 8 * 8, Raw.getLong(context, REGISTERS + 8 * 10)); // rbp
        Raw.putLong(at, 8 * 9, Raw.getLong(context, REGISTERS + 8 * 8)); // rdi
        Raw.putLong(at, 8 * 10, Raw.getLong(context, REGISTERS + 8 * 9)); // rsi
        Raw.putLong(at, 8 * 11, Raw.getLong(context, REGISTERS + 8 * 12)); // rdx
        Raw.putLong(at, 8 * 12, Raw.getLong(context, REGISTERS + 8 * 14)); // rcx
        Raw.putLong(at, 8 * 13, Raw.getLong(context, REGISTERS + 8 * 11)); // rbx
        Raw.putLong(at, 8 * 14, Raw.getLong(context, REGISTERS + 8 * 13)); // rax
        long vector = Raw.getLong(context, TRAP_NUMBER);
        long error = Raw.getLong(context, ERROR);
        if (vector == PAGE_FAULT && Raw.getInt(information, CODE) == ACCESS_ERROR) {
            error |= Faults.PRESENT; // the page may not be loaded yet, but it exists and forbids the access
        }
        Raw.putLong(at, TrapFrame.VECTOR, vector);
        Raw.putLong(at, TrapFrame.ERROR, error);
        Raw.putLong(at, TrapFrame.INSTRUCTION, Raw.getLong(context, RIP));
        Raw.putLong(at, TrapFrame.INSTRUCTION + 8, Raw.getLong(context, RIP + 16) & 0xffff); // cs
        Raw.putLong(at, TrapFrame.INSTRUCTION + 16, Raw.getLong(context, RIP + 8)); // flags
        Raw.putLong(at, TrapFrame.STACK_POINTER, Raw.getLong(context, RSP));
        Raw.putLong(at, TrapFrame.STACK_POINTER + 8, Raw.getLong(context, RIP + 16) >>> 48); // ss
        if (signal == SYSTEM_CALL) {
            Sandbox.stopForCall(Raw.getInt(information, CALL_NUMBER), at, 0);
        }
        Faults.handle(at, Raw.getLong(context, CR2));
    }
}
