package dev.ristretto.kernel.personality.jdk.util;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** What the JDK sorts by; the parallelism is zero for one processor. */
@TargetClass(className = "java.util.DualPivotQuicksort")
final class Target_java_util_DualPivotQuicksort {
    private Target_java_util_DualPivotQuicksort() {}

    @Alias
    static native void sort(int[] array, int parallelism, int from, int to);

    @Alias
    static native void sort(long[] array, int parallelism, int from, int to);
}
