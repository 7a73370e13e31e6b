package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import org.graalvm.word.Pointer;

/**
 * Files that are disks, and behind them sockets that lead to folders of the host, opened before the sandbox closed. A
 * call returns when Linux has done it; nobody else runs.
 */
public final class HostDisks {
    private static final CGlobalData<Pointer> COUNT = createBytes(() -> Variable.SIZE);

    /** Descriptor and size of each. */
    private static final CGlobalData<Pointer> DISKS = createBytes(() -> 2 * Long.BYTES * CommandLine.MOST_VOLUMES);

    private HostDisks() {}

    /** One more; false if there are too many, or its size is an error number below zero. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean add(long descriptor, long size) {
        int index = count();
        if (index == CommandLine.MOST_VOLUMES || size < 0) {
            return false;
        }
        WordArray.set(DISKS.get().rawValue(), 2L * index, descriptor);
        WordArray.set(DISKS.get().rawValue(), 2L * index + 1, size);
        Variable.set(COUNT.get(), index + 1L);
        return true;
    }

    /** How many there are. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int count() {
        return (int) Variable.get(COUNT.get());
    }

    /** Bytes of a disk. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long size(int disk) {
        return WordArray.get(DISKS.get().rawValue(), 2L * disk + 1);
    }

    /** Reads up to {@code bytes} at {@code position}: how many, or Linux's error number below zero. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long read(int disk, long address, long bytes, long position) {
        return HostCalls.readAt(descriptor(disk), address, bytes, position);
    }

    /** Writes up to {@code bytes} to {@code position}: how many, or Linux's error number below zero. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long write(int disk, long address, long bytes, long position) {
        return HostCalls.writeAt(descriptor(disk), address, bytes, position);
    }

    /** Returns when what was written would survive a power cut: 0, or Linux's error number below zero. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long flush(int disk) {
        return HostCalls.flush(descriptor(disk));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long descriptor(int disk) {
        return WordArray.get(DISKS.get().rawValue(), 2L * disk);
    }
}
