package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The one process of an instance: number 1, without parent, children or start time. */
@TargetClass(className = "java.lang.ProcessHandleImpl")
final class Target_java_lang_ProcessHandleImpl {
    private Target_java_lang_ProcessHandleImpl() {}

    @Substitute
    private static void initNative() {}

    @Substitute
    private static long getCurrentPid0() {
        return 1;
    }

    /** The start time in milliseconds, 0 if unknown, -1 if there is no such process. */
    @Substitute
    private static long isAlive0(long process) {
        return process == 1 ? 0 : -1;
    }

    /** -1: none. */
    @Substitute
    private static long parent0(long process, long startTime) {
        return -1;
    }

    /** How many processes there are; fills the arrays as far as they go. {@code parent} 0 asks for all. */
    @Substitute
    private static int getProcessPids0(long parent, long[] processes, long[] parents, long[] startTimes) {
        if (parent != 0) {
            return 0;
        }
        if (processes.length > 0) {
            processes[0] = 1;
            if (parents != null) {
                parents[0] = 0;
            }
            if (startTimes != null) {
                startTimes[0] = 0;
            }
        }
        return 1;
    }

    @Substitute
    private static boolean destroy0(long process, long startTime, boolean forcibly) {
        return false;
    }

    /** -2: not a child of this process. */
    @Substitute
    private static int waitForProcessExit0(long process, boolean reap) {
        return -2;
    }
}
