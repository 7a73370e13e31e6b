package dev.ristretto.kernel.personality.jdk.management;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** The lock of a monitor, which threads that wait for it name as what blocks them. */
@TargetClass(className = "com.oracle.svm.core.monitor.JavaMonitorQueuedSynchronizer")
final class Target_com_oracle_svm_core_monitor_JavaMonitorQueuedSynchronizer {
    /** The number of the thread that has it; 0 if none has. */
    @Alias
    volatile long state;

    private Target_com_oracle_svm_core_monitor_JavaMonitorQueuedSynchronizer() {}
}
