package dev.ristretto.kernel.machine.libc;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.Cpu;
import dev.ristretto.kernel.machine.Raw;
import dev.ristretto.kernel.machine.Threads;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;

/** Error numbers of Linux, and errno of the current thread. */
final class Errno {
    static final int ENOENT = 2;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ESPIPE = 29;
    static final int ERANGE = 34;
    static final int ETIMEDOUT = 110;

    private Errno() {}

    @Uninterruptible(reason = Cpu.KERNEL)
    static void set(int error) {
        Raw.putInt(Threads.current(), Threads.ERRNO, error);
    }

    @CEntryPoint(name = "__errno_location", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = Cpu.KERNEL)
    private static long location() {
        return Threads.current() + Threads.ERRNO;
    }
}
