package dev.ristretto.kernel.machine.cpu.x86;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.x86.InitialContext;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** The registers of a thread: how a new one begins, and what they are called in messages. */
public final class Context {
    private static final CGlobalData<CCharPointer> REGISTERS =
            createCString("r15 r14 r13 r12 r11 r10 r9  r8  rbp rdi rsi rdx rcx rbx rax vec err rip cs  flg rsp ss  ");
    private static final CGlobalData<CCharPointer> ADDRESS = createCString("cr2");

    private Context() {}

    @CFunction(value = "context_start_address", transition = Transition.NO_TRANSITION)
    private static native long startAddress();

    /** Writes the frame that context_switch takes off the stack; returns the stack pointer to switch to. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long prepare(long stackEnd, long function, long argument) {
        PointerBase frame = WordFactory.pointer(stackEnd - InitialContext.SIZE);
        InitialContext.set(frame, argument, function, startAddress());
        return frame.rawValue();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static CCharPointer registerNames() {
        return REGISTERS.get();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static CCharPointer addressName() {
        return ADDRESS.get();
    }
}
