package dev.ristretto.kernel.machine.layout.linux;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.EventPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** Descriptors that somebody waits for, as ppoll(2) reads them, with the events to mark. */
public final class PollTable {
    private static final int COUNT = 0;

    /** How many descriptors there is room for. */
    public static final int MOST = 4;

    private static final int DESCRIPTORS = 8;
    private static final int EVENTS = DESCRIPTORS + PollDescriptor.SIZE * MOST;

    /** Bytes. */
    public static final int SIZE = EVENTS + 8 * MOST;

    private PollTable() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long count(Pointer table) {
        return Raw.getLong(table, COUNT);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setCount(Pointer table, long value) {
        Raw.putLong(table, COUNT, value);
    }

    /** The {@link PollDescriptor} of a slot; slot 0 is where ppoll begins to read. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static PointerBase descriptor(Pointer table, int slot) {
        return table.add(DESCRIPTORS + PollDescriptor.SIZE * slot);
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static EventPointer event(Pointer table, int slot) {
        return WordFactory.pointer(Raw.getLong(table, EVENTS + 8 * slot));
    }

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static void setEvent(Pointer table, int slot, EventPointer event) {
        Raw.putLong(table, EVENTS + 8 * slot, event.rawValue());
    }

    /** Moves the last descriptor to the place of another. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void remove(Pointer table, int slot) {
        int last = (int) count(table) - 1;
        Raw.putLong(table, DESCRIPTORS + 8 * slot, Raw.getLong(table, DESCRIPTORS + 8 * last));
        setEvent(table, slot, event(table, last));
        setCount(table, last);
    }
}
