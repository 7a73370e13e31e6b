package dev.ristretto.kernel.machine.runtime;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.linux.SignalAction;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.power.Power;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.PointerBase;

/** The process that an instance is, and the system it runs on. */
final class ProcessFunctions {
    /** LibC.EXIT_CODE_ABORT of SubstrateVM. */
    private static final int RUNTIME_FAILURE = 99;

    // sysconf(3) names.
    private static final int CLOCK_TICKS = 2;
    private static final int PAGE_SIZE = 30;
    private static final int PROCESSORS_CONFIGURED = 83;
    private static final int PROCESSORS_ONLINE = 84;
    private static final int PHYSICAL_PAGES = 85;
    private static final int FREE_PAGES = 86;

    private static final CGlobalData<CCharPointer> ABORTED =
            createCString("the Java runtime gave up (its report stands above)");

    private ProcessFunctions() {}

    @CEntryPoint(name = "exit", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void exit(int status) {
        // Applications end by Shutdown.halt0; only the runtime, when it cannot go on, calls this with its own status.
        if (status == RUNTIME_FAILURE) {
            Panic.stop(ABORTED.get());
        }
        Power.off(status);
    }

    @CEntryPoint(name = "sysconf", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long sysconf(int name) {
        if (name == PAGE_SIZE) {
            return AddressSpace.PAGE;
        }
        if (name == PROCESSORS_CONFIGURED || name == PROCESSORS_ONLINE) {
            return Processors.count();
        }
        if (name == PHYSICAL_PAGES || name == FREE_PAGES) {
            long bytes = name == FREE_PAGES ? PhysicalPages.freeBytes() : PhysicalPages.size();
            return bytes >>> AddressSpace.PAGE_SHIFT;
        }
        return name == CLOCK_TICKS ? 100 : LibcErrno.fail(ErrorNumbers.EINVAL);
    }

    /** How many processors the application may use. */
    @CEntryPoint(name = "JVM_ActiveProcessorCount", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int processors() {
        return Processors.count();
    }

    /** The runtime sets handlers of its own for signals; none is ever called. */
    @CEntryPoint(name = "sigaction", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int sigaction(int signal, PointerBase action, PointerBase old) {
        if (old.isNonNull()) {
            Cpu.fill(old.rawValue(), 0, SignalAction.LIBRARY_SIZE);
        }
        return 0;
    }
}
