package dev.ristretto.kernel.personality.jdk.management;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.management.ThreadInfo;
import org.jspecify.annotations.Nullable;

/** The bean of threads, which the runtime lets count them and no more. Which monitors they hold is not known. */
@TargetClass(className = "com.oracle.svm.core.jdk.management.SubstrateThreadMXBean")
final class Target_com_oracle_svm_core_jdk_management_SubstrateThreadMXBean {
    private Target_com_oracle_svm_core_jdk_management_SubstrateThreadMXBean() {}

    @Substitute
    public long[] getAllThreadIds() {
        return ThreadCalls.numbers();
    }

    @Substitute
    public @Nullable ThreadInfo getThreadInfo(long id) {
        return ThreadCalls.infos(new long[] {id}, 0)[0];
    }

    @Substitute
    public @Nullable ThreadInfo getThreadInfo(long id, int maxDepth) {
        return ThreadCalls.infos(new long[] {id}, maxDepth)[0];
    }

    @Substitute
    public @Nullable ThreadInfo[] getThreadInfo(long[] ids) {
        return ThreadCalls.infos(ids, 0);
    }

    @Substitute
    public @Nullable ThreadInfo[] getThreadInfo(long[] ids, int maxDepth) {
        return ThreadCalls.infos(ids, maxDepth);
    }

    @Substitute
    public @Nullable ThreadInfo[] getThreadInfo(long[] ids, boolean lockedMonitors, boolean lockedSynchronizers) {
        return ThreadCalls.infos(ids, Integer.MAX_VALUE);
    }

    @Substitute
    public ThreadInfo[] dumpAllThreads(boolean lockedMonitors, boolean lockedSynchronizers) {
        return ThreadCalls.allInfos();
    }

    @Substitute
    public long @Nullable [] findMonitorDeadlockedThreads() {
        return ThreadCalls.deadlocked(true);
    }

    @Substitute
    public long @Nullable [] findDeadlockedThreads() {
        return ThreadCalls.deadlocked(false);
    }
}
