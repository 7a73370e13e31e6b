package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.threads.ProcessorTime;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;

/**
 * getloadavg(3), and the natives of OperatingSystemImpl: what the management bean of the operating system
 * says. They are C functions since SubstrateVM substitutes the class itself. What nobody counts is -1, as the bean's
 * documentation has it.
 */
final class ManagementFunctions {
    private static final long UNKNOWN = -1;

    private ManagementFunctions() {}

    /** Nobody counts how many threads wait for the processor. */
    @CEntryPoint(name = "getloadavg", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int loadAverage(long result, int count) {
        return (int) UNKNOWN;
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_initialize0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void initialize(long environment, long self) {}

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getCommittedVirtualMemorySize0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long committedMemory(long environment, long self) {
        return PhysicalPages.size() - PhysicalPages.freeBytes();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getFreeMemorySize0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long freeMemory(long environment, long self) {
        return PhysicalPages.freeBytes();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getTotalMemorySize0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long totalMemory(long environment, long self) {
        return PhysicalPages.size();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getFreeSwapSpaceSize0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long freeSwapSpace(long environment, long self) {
        return 0;
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getTotalSwapSpaceSize0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long totalSwapSpace(long environment, long self) {
        return 0;
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getProcessCpuTime0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long processorTime(long environment, long self) {
        return ProcessorTime.ofAll();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getProcessCpuLoad0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static double processLoad(long environment, long self) {
        return ProcessorTime.load();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getCpuLoad0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static double load(long environment, long self) {
        return ProcessorTime.load();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getSingleCpuLoad0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static double loadOfOne(long environment, long self, int processor) {
        return ProcessorTime.load();
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getHostTotalCpuTicks0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long ticks(long environment, long self) {
        return UNKNOWN;
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getHostConfiguredCpuCount0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int configuredProcessors(long environment, long self) {
        return 1;
    }

    @CEntryPoint(
            name = "Java_com_sun_management_internal_OperatingSystemImpl_getHostOnlineCpuCount0",
            publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int onlineProcessors(long environment, long self) {
        return 1;
    }
}
