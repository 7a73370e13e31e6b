package dev.ristretto.kernel.machine.layout.x86;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.PointerBase;

/**
 * What KVM tells a virtual processor of its time (Linux, Documentation/virt/kvm/x86/msr.rst): {@code
 * pvclock_vcpu_time_info}, and behind it {@code pvclock_wall_clock}. The host writes, and makes a version odd while it
 * does.
 */
public final class ParavirtualClockPage {
    private static final int VERSION = 0;
    private static final int TIMESTAMP = 8;
    private static final int SYSTEM_TIME = 16;
    private static final int MULTIPLIER = 24;
    private static final int SHIFT = 28;
    private static final int FLAGS = 29;

    /** Where the time of day lies. */
    public static final int WALL = 32;

    private static final int WALL_SECONDS = WALL + 4;
    private static final int WALL_NANOS = WALL + 8;

    private static final int STABLE = 1;

    /** Bytes; a page that begins at a multiple of it crosses no page of memory. */
    public static final int SIZE = 64;

    private ParavirtualClockPage() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int version(PointerBase page) {
        return Raw.getInt(page, VERSION);
    }

    /** The time-stamp counter when {@link #systemTime} was right. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long timestamp(PointerBase page) {
        return Raw.getLong(page, TIMESTAMP);
    }

    /** Nanoseconds of the host's clock for this machine. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long systemTime(PointerBase page) {
        return Raw.getLong(page, SYSTEM_TIME);
    }

    /** Nanoseconds a tick that has been shifted, with 32 fraction bits; unsigned. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long multiplier(PointerBase page) {
        return Raw.getInt(page, MULTIPLIER) & 0xffff_ffffL;
    }

    /** By how many bits ticks are shifted first: to the left, if negative to the right. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int shift(PointerBase page) {
        return (byte) Raw.getByte(page.rawValue() + SHIFT);
    }

    /** Whether the counters of all processors agree, so that time never goes back. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static boolean isStable(PointerBase page) {
        return (Raw.getByte(page.rawValue() + FLAGS) & STABLE) != 0;
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int wallVersion(PointerBase page) {
        return Raw.getInt(page, WALL);
    }

    /** Seconds since 1970-01-01T00:00:00Z when the system time was 0. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long wallSeconds(PointerBase page) {
        return Raw.getInt(page, WALL_SECONDS) & 0xffff_ffffL;
    }

    /** Nanoseconds within that second. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long wallNanos(PointerBase page) {
        return Raw.getInt(page, WALL_NANOS) & 0xffff_ffffL;
    }
}
