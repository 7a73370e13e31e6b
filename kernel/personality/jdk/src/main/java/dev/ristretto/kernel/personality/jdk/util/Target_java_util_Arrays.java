package dev.ristretto.kernel.personality.jdk.util;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.Arrays;

/**
 * Many ints or longs are sorted by their digits. {@code parallelSort} stays as it is: it has more than one processor.
 */
@TargetClass(Arrays.class)
final class Target_java_util_Arrays {
    private Target_java_util_Arrays() {}

    @Substitute
    public static void sort(int[] array) {
        if (array.length < RadixSort.SHORTEST || !RadixSort.sort(array, 0, array.length)) {
            Target_java_util_DualPivotQuicksort.sort(array, 0, 0, array.length);
        }
    }

    @Substitute
    public static void sort(int[] array, int from, int to) {
        rangeCheck(array.length, from, to);
        if (to - from < RadixSort.SHORTEST || !RadixSort.sort(array, from, to)) {
            Target_java_util_DualPivotQuicksort.sort(array, 0, from, to);
        }
    }

    @Substitute
    public static void sort(long[] array) {
        if (array.length < RadixSort.SHORTEST || !RadixSort.sort(array, 0, array.length)) {
            Target_java_util_DualPivotQuicksort.sort(array, 0, 0, array.length);
        }
    }

    @Substitute
    public static void sort(long[] array, int from, int to) {
        rangeCheck(array.length, from, to);
        if (to - from < RadixSort.SHORTEST || !RadixSort.sort(array, from, to)) {
            Target_java_util_DualPivotQuicksort.sort(array, 0, from, to);
        }
    }

    @Alias
    static native void rangeCheck(int length, int from, int to);
}
