package dev.ristretto.kernel.machine.cpu.x86;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.TrapFrame;
import dev.ristretto.kernel.machine.layout.TrapFramePointer;
import dev.ristretto.kernel.machine.traps.Traps;
import org.graalvm.nativeimage.c.type.CCharPointer;

/**
 * Exceptions of the CPU (Intel SDM volume 3, sections 6.15 and 4.7): a stack that needs its next page gets it, all
 * others are the end, with a reason in words.
 */
public final class Faults {
    private static final int UNMASKABLE = 2;
    private static final int DOUBLE_FAULT = 8;
    private static final int PROTECTION_FAULT = 13;
    public static final int PAGE_FAULT = 14;

    // Error code of a page fault.
    public static final int PRESENT = 1;
    private static final int WRITE = 2;
    private static final int INSTRUCTION = 16;

    private static final CGlobalData<CCharPointer> EXCEPTION =
            createCString("exception of the CPU in kernel or application code");
    private static final CGlobalData<CCharPointer> STACK_OVERFLOW =
            createCString("stack overflow: a native or kernel frame reached the guard page below the thread's stack");
    private static final CGlobalData<CCharPointer> NULL_POINTER =
            createCString("access to page 0 (null pointer in raw memory access)");
    private static final CGlobalData<CCharPointer> JUMP_TO_NULL =
            createCString("jump to page 0 (call through a null pointer)");
    private static final CGlobalData<CCharPointer> WRITE_TO_READ_ONLY = createCString("write to read-only memory");
    private static final CGlobalData<CCharPointer> NOT_EXECUTABLE =
            createCString("execution of memory that is not code");
    private static final CGlobalData<CCharPointer> UNMAPPED = createCString("access to unmapped memory");
    private static final CGlobalData<CCharPointer> PROTECTION = createCString("general protection fault");

    private Faults() {}

    /**
     * Handles an exception, with interrupts off and not on the stack of the thread; returns if the code may go on.
     *
     * @param frame a frame with vector and error code
     * @param address for a page fault the address that was touched
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void handle(TrapFramePointer frame, long address) {
        int vector = (int) TrapFrame.get(frame, TrapFrame.VECTOR);
        if (vector == UNMASKABLE) {
            Traps.stopped(frame);
        }
        long error = TrapFrame.get(frame, TrapFrame.ERROR);
        if (vector == PAGE_FAULT && (error & PRESENT) == 0 && Traps.pageMissing(address) != 0) {
            return;
        }
        Traps.panicAt(reason(vector, error, address), frame, address);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static CCharPointer reason(int vector, long error, long address) {
        if (vector == DOUBLE_FAULT || (vector == PAGE_FAULT && Traps.isGuardPage(address) != 0)) {
            return STACK_OVERFLOW.get();
        }
        if (vector == PROTECTION_FAULT) {
            return PROTECTION.get();
        }
        if (vector != PAGE_FAULT) {
            return EXCEPTION.get();
        }
        if (address >= 0 && address < AddressSpace.PAGE) {
            return (error & INSTRUCTION) != 0 ? JUMP_TO_NULL.get() : NULL_POINTER.get();
        }
        if ((error & INSTRUCTION) != 0) {
            return NOT_EXECUTABLE.get();
        }
        return (error & (PRESENT | WRITE)) == (PRESENT | WRITE) ? WRITE_TO_READ_ONLY.get() : UNMAPPED.get();
    }
}
