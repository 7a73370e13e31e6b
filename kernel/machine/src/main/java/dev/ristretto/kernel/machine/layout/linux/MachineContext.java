package dev.ristretto.kernel.machine.layout.linux;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;

/**
 * ucontext_t of x86-64: the registers, in the order r8 to r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, flags,
 * segments, error code, trap number, blocked signals, cr2.
 */
public final class MachineContext {
    private static final int STACK_POINTER = 15;
    public static final int INSTRUCTION = 16;
    private static final int FLAGS = 17;
    private static final int SEGMENTS = 18;
    public static final int ERROR = 19;
    public static final int TRAP_NUMBER = 20;
    public static final int FAULT_ADDRESS = 22;

    /** Where the first of them lies. */
    private static final int REGISTERS = 40;

    /** Which of them are the general registers of a trap frame: r15 to r8, rbp, rdi, rsi, rdx, rcx, rbx, rax. */
    private static final CGlobalData<Pointer> GENERAL =
            createBytes(() -> new byte[] {7, 6, 5, 4, 3, 2, 1, 0, 10, 8, 9, 12, 14, 11, 13});

    private MachineContext() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long get(PointerBase context, int register) {
        return Raw.getLong(context, REGISTERS + 8 * register);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase context, int register, long value) {
        Raw.putLong(context, REGISTERS + 8 * register, value);
    }

    /** Writes the registers as a trap frame; vector and error code are the caller's. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void copyTo(TrapFramePointer frame, PointerBase context) {
        for (int register = 0; register < TrapFrame.GENERAL_REGISTERS; register++) {
            TrapFrame.set(frame, register, get(context, Text.at(GENERAL.get().rawValue() + register)));
        }
        TrapFrame.set(frame, TrapFrame.INSTRUCTION, get(context, INSTRUCTION));
        TrapFrame.set(frame, TrapFrame.CODE_SEGMENT, get(context, SEGMENTS) & 0xffff);
        TrapFrame.set(frame, TrapFrame.FLAGS, get(context, FLAGS));
        TrapFrame.set(frame, TrapFrame.STACK_POINTER, get(context, STACK_POINTER));
        TrapFrame.set(frame, TrapFrame.STACK_SEGMENT, get(context, SEGMENTS) >>> 48);
    }
}
