package dev.ristretto.kernel.machine.platform.hosted;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;

/** The descriptor that Ethernet frames go through, opened before the sandbox closed; it never blocks. */
public final class HostNetwork {
    private static final int DESCRIPTOR = 0;
    private static final int KIND = 8;
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> 16);

    /** Without network. */
    public static final int NONE = 0;

    /** A stream socket; four bytes with its length, most significant first, precede each frame (as QEMU's netdev stream). */
    public static final int STREAM = 1;

    /** A TAP device: each read or write is a frame. */
    public static final int TAP = 2;

    private HostNetwork() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void use(int descriptor, int kind) {
        Raw.putLong(STATE.get().rawValue(), DESCRIPTOR, descriptor);
        Raw.putLong(STATE.get().rawValue(), KIND, kind);
    }

    /** {@link #NONE}, {@link #STREAM} or {@link #TAP}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int kind() {
        return (int) Raw.getLong(STATE.get().rawValue(), KIND);
    }

    /** Reads what is there; 0 if nothing is, negative if nothing will ever be. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long read(long address, long bytes) {
        long count = HostCalls.read(descriptor(), address, bytes);
        return count == 0 ? -1 : emptyIfTemporary(count);
    }

    /** Writes what fits now; negative if the other side is gone. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long write(long address, long bytes) {
        return emptyIfTemporary(HostCalls.write(descriptor(), address, bytes));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long emptyIfTemporary(long count) {
        return count == HostCalls.TRY_AGAIN || count == HostCalls.INTERRUPTED ? 0 : count;
    }

    /** Has an event marked once, when frames can be read or, if {@code alsoWritable}, written. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void request(boolean alsoWritable, long event) {
        int wanted = alsoWritable ? HostEvents.READABLE | HostEvents.WRITABLE : HostEvents.READABLE;
        HostEvents.request(descriptor(), wanted, event);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int descriptor() {
        return (int) Raw.getLong(STATE.get().rawValue(), DESCRIPTOR);
    }
}
