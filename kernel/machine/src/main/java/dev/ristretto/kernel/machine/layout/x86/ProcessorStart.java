package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;

/** What a processor finds that is about to begin: {@code processor_start} of boot.S. */
public final class ProcessorStart {
    /** Who is first writes a number here that is not 0: the processor, or who has waited for it in vain. */
    public static final int CLAIM = 0;

    public static final int ROOT = 8;
    public static final int SEGMENTS = 16;
    public static final int STACK = 24;
    public static final int BLOCK = 32;

    private ProcessorStart() {}

    /** Whether the processor has not begun, and will not any more. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean claim(Pointer start) {
        return Variable.compareAndSet(start, 0, 1);
    }

    /**
     * Prepares the start of one processor.
     *
     * @param root the physical address of the page tables
     * @param segments the address of what LGDT loads
     * @param stack the end of its stack
     * @param block its own data
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void set(PointerBase start, long root, long segments, long stack, long block) {
        Raw.putLong(start, CLAIM, 0);
        Raw.putLong(start, ROOT, root);
        Raw.putLong(start, SEGMENTS, segments);
        Raw.putLong(start, STACK, stack);
        Raw.putLong(start, BLOCK, block);
    }
}
