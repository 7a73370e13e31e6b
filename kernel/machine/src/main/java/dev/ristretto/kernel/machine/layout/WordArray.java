package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;

/** An array of words of eight bytes, such as addresses. */
public final class WordArray {

    private WordArray() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long get(long array, long index) {
        return Raw.getLong(array + 8 * index, 0);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void set(long array, long index, long value) {
        Raw.putLong(array + 8 * index, 0, value);
    }
}
