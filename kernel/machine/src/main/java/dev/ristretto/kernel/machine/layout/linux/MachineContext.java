package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import org.graalvm.word.PointerBase;

/**
 * ucontext_t of x86-64: the registers, in the order r8 to r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, flags,
 * segments, error code, trap number, blocked signals, cr2.
 */
public final class MachineContext {
    private static final int REGISTERS = 40;
    private static final int INSTRUCTION = REGISTERS + 16 * 8;
    private static final int ERROR = REGISTERS + 19 * 8;
    private static final int TRAP_NUMBER = REGISTERS + 20 * 8;
    private static final int FAULT_ADDRESS = REGISTERS + 22 * 8;

    private MachineContext() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long instruction(PointerBase context) {
        return Raw.getLong(context, INSTRUCTION);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setInstruction(PointerBase context, long value) {
        Raw.putLong(context, INSTRUCTION, value);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long error(PointerBase context) {
        return Raw.getLong(context, ERROR);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long trapNumber(PointerBase context) {
        return Raw.getLong(context, TRAP_NUMBER);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long faultAddress(PointerBase context) {
        return Raw.getLong(context, FAULT_ADDRESS);
    }

    /** Writes the registers as a trap frame; vector and error code are the caller's. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void copyTo(TrapFramePointer frame, PointerBase context) {
        for (int register = 0; register < 8; register++) { // r15 down to r8
            TrapFrame.setRegister(frame, register, register(context, 7 - register));
        }
        TrapFrame.setRegister(frame, 8, register(context, 10)); // rbp
        TrapFrame.setRegister(frame, 9, register(context, 8)); // rdi
        TrapFrame.setRegister(frame, 10, register(context, 9)); // rsi
        TrapFrame.setRegister(frame, 11, register(context, 12)); // rdx
        TrapFrame.setRegister(frame, 12, register(context, 14)); // rcx
        TrapFrame.setRegister(frame, 13, register(context, 11)); // rbx
        TrapFrame.setRegister(frame, 14, register(context, 13)); // rax
        TrapFrame.setInstruction(frame, register(context, 16));
        TrapFrame.setCodeSegment(frame, register(context, 18) & 0xffff);
        TrapFrame.setFlags(frame, register(context, 17));
        TrapFrame.setStackPointer(frame, register(context, 15));
        TrapFrame.setStackSegment(frame, register(context, 18) >>> 48);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    private static long register(PointerBase context, int index) {
        return Raw.getLong(context, REGISTERS + 8 * index);
    }
}
