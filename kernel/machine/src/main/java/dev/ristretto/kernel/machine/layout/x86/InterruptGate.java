package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** A gate of the interrupt descriptor table (Intel SDM volume 3, section 6.14.1). */
public final class InterruptGate {

    private static final int CODE_SEGMENT = 8;
    private static final int INTERRUPT_GATE = 0x8e00;
    private static final int RING_3 = 0x6000;

    /** Bytes. */
    public static final int SIZE = 16;

    private InterruptGate() {}

    /**
     * Sends interrupts to code on one of the task state's interrupt stacks.
     *
     * @param instruction whether programs in ring 3 may ask for it by an instruction
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void set(PointerBase gate, long code, int stack, boolean instruction) {
        Raw.putInt(gate, 0, CODE_SEGMENT << 16 | (int) code & 0xffff);
        Raw.putInt(gate, 4, (int) code & 0xffff_0000 | INTERRUPT_GATE | (instruction ? RING_3 : 0) | stack);
        Raw.putInt(gate, 8, (int) (code >>> 32));
    }
}
