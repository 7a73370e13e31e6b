package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Unsigned;
import dev.ristretto.kernel.machine.layout.x86.ParavirtualClockPage;
import org.graalvm.word.PointerBase;

/** The arithmetic of KVM's clock (Linux, Documentation/virt/kvm/x86/msr.rst, MSR_KVM_SYSTEM_TIME_NEW). */
final class ParavirtualTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ParavirtualTime() {}

    /** The system time when the time-stamp counter was {@code ticks}, by a page that the host does not write now. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long nanos(PointerBase page, long ticks) {
        long since = ticks - ParavirtualClockPage.timestamp(page);
        if (since < 0) {
            since = 0; // the counter was read just before the host wrote
        }
        int shift = ParavirtualClockPage.shift(page);
        long shifted = shift < 0 ? since >>> -shift : since << shift;
        return ParavirtualClockPage.systemTime(page) + scale(shifted, ParavirtualClockPage.multiplier(page));
    }

    /** {@code (value * multiplier) >>> 32} over 96 bits, the multiplier having 32. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long scale(long value, long multiplier) {
        return (value >>> 32) * multiplier + ((value & 0xffff_ffffL) * multiplier >>> 32);
    }

    /** The frequency of the time-stamp counter in hertz; 0 if the page says none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long hertz(PointerBase page) {
        long multiplier = ParavirtualClockPage.multiplier(page);
        if (multiplier == 0) {
            return 0;
        }
        long shifted = Unsigned.divide(NANOS_PER_SECOND << 32, multiplier);
        int shift = ParavirtualClockPage.shift(page);
        return shift < 0 ? shifted << -shift : shifted >>> shift;
    }

    /** Nanoseconds from 1970-01-01T00:00:00Z to system time 0. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long wallAtZero(PointerBase page) {
        return ParavirtualClockPage.wallSeconds(page) * NANOS_PER_SECOND + ParavirtualClockPage.wallNanos(page);
    }
}
