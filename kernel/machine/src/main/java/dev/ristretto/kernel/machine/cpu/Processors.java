package dev.ristretto.kernel.machine.cpu;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/** The CPUs that run the kernel. They come one after the other before the application begins, and none leaves. */
public final class Processors {
    /** How many there can be. */
    public static final int MOST = CommandLine.MOST_PROCESSORS;

    private static final CGlobalData<Pointer> BLOCKS = createBytes(() -> MOST * Variable.SIZE);
    private static final CGlobalData<Pointer> COUNT = createBytes(() -> Variable.SIZE);

    private Processors() {}

    /** This one, whose block it is, runs the kernel from now on. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void add(CpuPointer cpu) {
        int index = count();
        cpu.setIndex(index);
        WordArray.set(BLOCKS.get().rawValue(), index, cpu.rawValue());
        Variable.set(COUNT.get(), index + 1);
    }

    /** How many there are. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int count() {
        return (int) Variable.get(COUNT.get());
    }

    /** The number of the one that runs the caller, who may be on another one at once. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int current() {
        return (int) Cpu.current().getIndex();
    }

    /** The block of one of them, from 0 to {@link #count} - 1. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static CpuPointer get(int index) {
        return WordFactory.pointer(WordArray.get(BLOCKS.get().rawValue(), index));
    }
}
