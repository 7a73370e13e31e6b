package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;

/** Why code of the kernel is {@link Uninterruptible}, as SubstrateVM wants to be told. */
public final class KernelCode {
    /** For code that runs below the Java heap; one reason serves all. */
    public static final String BELOW_HEAP = "Runs below the Java heap: no safepoint, no allocation, no exception.";

    /** For code that may be inlined anywhere. */
    public static final String INLINED = "Called from uninterruptible code.";

    private KernelCode() {}
}
