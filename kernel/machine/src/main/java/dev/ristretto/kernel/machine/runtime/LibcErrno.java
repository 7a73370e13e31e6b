package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.threads.Threads;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.word.PointerBase;

/** The errno of the current thread. */
final class LibcErrno {
    private LibcErrno() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void set(int error) {
        Threads.current().setErrno(error);
    }

    /** Sets it and returns what says so, for functions that return -1 then. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int fail(int error) {
        set(error);
        return -1;
    }

    @CEntryPoint(name = "__errno_location", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static PointerBase location() {
        return Threads.current().addressOfErrno();
    }
}
