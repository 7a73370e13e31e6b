package dev.ristretto.kernel.personality.jdk.management;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.io.ResourceUsage;
import dev.ristretto.kernel.personality.jdk.Descriptors;

/**
 * What the management bean of the operating system says. What nobody counts is -1, as the bean's documentation has it.
 */
@TargetClass(className = "com.sun.management.internal.OperatingSystemImpl")
final class Target_com_sun_management_internal_OperatingSystemImpl {
    private Target_com_sun_management_internal_OperatingSystemImpl() {}

    @Substitute
    private static void initialize0() {}

    @Substitute
    private long getCommittedVirtualMemorySize0() {
        return ResourceUsage.memory() - ResourceUsage.freeMemory();
    }

    @Substitute
    private long getFreeMemorySize0() {
        return ResourceUsage.freeMemory();
    }

    @Substitute
    private long getTotalMemorySize0() {
        return ResourceUsage.memory();
    }

    @Substitute
    private long getFreeSwapSpaceSize0() {
        return 0;
    }

    @Substitute
    private long getTotalSwapSpaceSize0() {
        return 0;
    }

    @Substitute
    private long getMaxFileDescriptorCount0() {
        return Descriptors.table().limit();
    }

    @Substitute
    private long getOpenFileDescriptorCount0() {
        return Descriptors.table().count();
    }

    @Substitute
    private long getProcessCpuTime0() {
        return ResourceUsage.processorTime();
    }

    @Substitute
    private double getProcessCpuLoad0() {
        return ProcessorLoad.OF_ALL.get();
    }

    @Substitute
    private double getCpuLoad0() {
        return ProcessorLoad.OF_ALL.get();
    }

    @Substitute
    private double getSingleCpuLoad0(int processor) {
        return ProcessorLoad.OF_ALL.get();
    }

    @Substitute
    private long getHostTotalCpuTicks0() {
        return -1;
    }

    @Substitute
    private int getHostConfiguredCpuCount0() {
        return 1;
    }

    @Substitute
    private int getHostOnlineCpuCount0() {
        return 1;
    }
}
