package dev.ristretto.kernel.machine.time;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.cpu.Ticks;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.platform.Platform;
import org.graalvm.word.Pointer;

/**
 * Time in nanoseconds: monotonic since boot, and the wall clock. That is read at boot and compared with the machine's
 * own clock every now and then: the processor's counter is a little too fast or too slow, and stands still in a
 * snapshot.
 */
public final class KernelClock {
    /** A deadline that never comes. */
    public static final long NEVER = Ticks.NEVER;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long LOOK_INTERVAL = 10 * NANOS_PER_SECOND;

    private static final CGlobalData<Pointer> WALL_AT_START = createBytes(() -> Variable.SIZE);

    /** When the machine's own clock is to be looked at again. */
    private static final CGlobalData<Pointer> NEXT_LOOK = createBytes(() -> Variable.SIZE);

    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);

    private KernelClock() {}

    /** Sets the wall clock, in nanoseconds since 1970-01-01T00:00:00Z at boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize(long wallAtStart) {
        Variable.set(WALL_AT_START.get(), wallAtStart);
        Variable.set(NEXT_LOOK.get(), LOOK_INTERVAL);
    }

    /** Nanoseconds since boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long now() {
        return Platform.nanos();
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long wall() {
        long now = now();
        if (now >= Variable.get(NEXT_LOOK.get())) {
            look();
        }
        return Variable.get(WALL_AT_START.get()) + now;
    }

    /** One at a time, since the machine has one clock, whose registers are chosen before they are read. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void look() {
        long flags = SpinLock.acquire(LOCK.get());
        long now = now();
        if (now >= Variable.get(NEXT_LOOK.get())) {
            Variable.set(NEXT_LOOK.get(), now + LOOK_INTERVAL);
            correct(now, Platform.wall(), Platform.wallStep());
        }
        SpinLock.release(LOCK.get(), flags);
    }

    /** Where the machine's own clock shows whole seconds, what lies within the one that it shows may be right. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void correct(long now, long wall, long step) {
        long earliest = wall - now;
        long latest = earliest + step - 1;
        long present = Variable.get(WALL_AT_START.get());
        if (wall != 0 && present < earliest) {
            Variable.set(WALL_AT_START.get(), earliest);
        } else if (wall != 0 && present > latest) {
            Variable.set(WALL_AT_START.get(), latest);
        }
    }

    /** The deadline {@code nanos} from now; {@link #NEVER} if that is beyond the end of time. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long after(long nanos) {
        long now = now();
        return nanos >= NEVER - now ? NEVER : nanos <= 0 ? now : now + nanos;
    }
}
