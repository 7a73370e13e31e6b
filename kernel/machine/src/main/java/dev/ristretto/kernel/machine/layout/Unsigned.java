package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** Division of unsigned numbers, which unlike Java's own throws nothing: a divisor of 0 counts as 1. */
public final class Unsigned {
    private Unsigned() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long divide(long dividend, long divisor) {
        UnsignedWord value = WordFactory.unsigned(dividend);
        return value.unsignedDivide(WordFactory.unsigned(divisor == 0 ? 1 : divisor))
                .rawValue();
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long remainder(long dividend, long divisor) {
        UnsignedWord value = WordFactory.unsigned(dividend);
        return value.unsignedRemainder(WordFactory.unsigned(divisor == 0 ? 1 : divisor))
                .rawValue();
    }
}
