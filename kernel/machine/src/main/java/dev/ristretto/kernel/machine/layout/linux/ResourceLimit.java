package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/** struct rlimit. */
public final class ResourceLimit {
    private static final int SOFT = 0;
    private static final int HARD = 8;

    /** Bytes. */
    public static final int SIZE = 16;

    private ResourceLimit() {}

    /** Sets both. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(PointerBase limit, long value) {
        Raw.putLong(limit, SOFT, value);
        Raw.putLong(limit, HARD, value);
    }
}
