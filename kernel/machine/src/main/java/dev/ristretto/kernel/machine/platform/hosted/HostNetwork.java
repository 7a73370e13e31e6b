package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.PollDescriptor;
import org.graalvm.word.Pointer;

/** The descriptor that Ethernet frames go through, opened before the sandbox closed; it never blocks. */
public final class HostNetwork {
    private static final CGlobalData<Pointer> DESCRIPTOR = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> KIND = createBytes(() -> Variable.SIZE);

    /** Without network. */
    public static final int NONE = 0;

    /**
     * A stream socket; four bytes with its length, most significant first, precede each frame (as QEMU's netdev
     * stream).
     */
    public static final int STREAM = 1;

    /** A TAP device: each read or write is a frame. */
    public static final int TAP = 2;

    private HostNetwork() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void use(int descriptor, int kind) {
        Variable.set(DESCRIPTOR.get(), descriptor);
        Variable.set(KIND.get(), kind);
    }

    /** {@link #NONE}, {@link #STREAM} or {@link #TAP}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int kind() {
        return (int) Variable.get(KIND.get());
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
        return count == -ErrorNumbers.EAGAIN || count == -ErrorNumbers.EINTR ? 0 : count;
    }

    /** Has an event marked once, when frames can be read or, if {@code alsoWritable}, written. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void request(boolean alsoWritable, EventPointer event) {
        int wanted = alsoWritable ? PollDescriptor.READABLE | PollDescriptor.WRITABLE : PollDescriptor.READABLE;
        HostEvents.request(descriptor(), wanted, event);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int descriptor() {
        return (int) Variable.get(DESCRIPTOR.get());
    }
}
