package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.PosixException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The three sets of descriptors of select(2): to read, to write, and for what is out of the ordinary. */
final class DescriptorSets {
    /** POLLPRI, which nothing here ever has. */
    static final int PRIORITY = 2;

    private static final int SETS = 3;

    private final @Nullable BitSet[] sets = new BitSet[SETS];
    private final int bytes;

    private DescriptorSets(int bytes) {
        this.bytes = bytes;
    }

    /** The sets that the second to fourth argument lead to, of {@code count} descriptors. */
    static DescriptorSets read(Caller caller, int count) throws PosixException {
        DescriptorSets sets = new DescriptorSets((count + Long.SIZE - 1) / Long.SIZE * Long.BYTES);
        for (int i = 0; i < SETS; i++) {
            long address = caller.argument(1 + i);
            if (address != 0) {
                BitSet set = BitSet.valueOf(caller.memory().bytes(address, sets.bytes));
                set.clear(count, Math.max(count, sets.bytes * Byte.SIZE));
                sets.sets[i] = set;
            }
        }
        return sets;
    }

    /** The descriptors that are in any of them. */
    int[] descriptors() {
        BitSet all = new BitSet();
        for (BitSet set : sets) {
            if (set != null) {
                all.or(set);
            }
        }
        return all.stream().toArray();
    }

    /** What is asked for of a descriptor. */
    int events(int fd) {
        int events = 0;
        for (int i = 0; i < SETS; i++) {
            BitSet set = sets[i];
            if (set != null && set.get(fd)) {
                events |= PollCalls.events(i);
            }
        }
        return events;
    }

    /** Leaves in the program's sets what is ready: how many bits that are. */
    int answer(Caller caller, WaitSet waiting, int[] asked) throws PosixException {
        int count = 0;
        for (int i = 0; i < SETS; i++) {
            BitSet set = sets[i];
            if (set != null) {
                BitSet ready = new BitSet();
                for (int at = 0; at < asked.length; at++) {
                    if (set.get(asked[at]) && (waiting.ready(at) & PollCalls.events(i)) != 0) {
                        ready.set(asked[at]);
                    }
                }
                count += ready.cardinality();
                caller.memory().write(caller.argument(1 + i), Arrays.copyOf(ready.toByteArray(), bytes));
            }
        }
        return count;
    }
}
