package dev.ristretto.kernel.personality.linux.thread.futex;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.PosixException;

/**
 * The locks that a thread holds when it ends: each gets a mark that its owner has died, and one who waits for it is
 * woken (set_robust_list(2), kernel/futex: exit_robust_list). The list is the program's and may be anything.
 */
public final class RobustList {
    /** Bytes of struct robust_list_head. */
    public static final int HEAD_SIZE = 24;

    private static final int OFFSET_AT = 8;
    private static final int PENDING_AT = 16;
    private static final int MOST = 2048;
    private static final int WAITERS = 0x8000_0000;
    private static final int OWNER_DIED = 0x4000_0000;
    private static final int OWNER = 0x3fff_ffff;

    private final FutexTable table;
    private final FutexKeys keys;
    private final Caller thread;
    private final UserMemory memory;
    private final int number;

    /** The list of a thread that ends. */
    public RobustList(FutexTable table, FutexKeys keys, Caller thread, int number) {
        this.table = table;
        this.keys = keys;
        this.thread = thread;
        this.memory = thread.memory();
        this.number = number;
    }

    /** Gives up all locks of the list whose head is at an address. */
    public void release(long head) {
        try {
            long offset = memory.getLong(head + OFFSET_AT);
            long pending = memory.getLong(head + PENDING_AT) & ~1L;
            long entry = memory.getLong(head);
            for (int i = 0; i < MOST && (entry & ~1L) != head; i++) {
                long next = memory.getLong(entry & ~1L);
                if ((entry & ~1L) != pending && (entry & 1) == 0) {
                    died((entry & ~1L) + offset, false);
                }
                entry = next;
            }
            if (pending != 0) {
                died(pending + offset, true);
            }
        } catch (PosixException e) {
            // A list that leads nowhere ends there.
        }
    }

    /** @param isPending whether the thread may have been about to take or to give back this one */
    private void died(long address, boolean isPending) throws PosixException {
        if ((address & Integer.BYTES - 1) != 0) {
            return;
        }
        int value = memory.getInt(address);
        while (true) {
            if (isPending && (value & OWNER) == 0) {
                wake(address); // given back, but those who wait not yet woken
                return;
            }
            if ((value & OWNER) != number) {
                return;
            }
            int found = memory.compareAndExchange(address, value, value & WAITERS | OWNER_DIED);
            if (found == value) {
                if ((value & WAITERS) != 0) {
                    wake(address);
                }
                return;
            }
            value = found;
        }
    }

    private void wake(long address) {
        int unused = table.wake(keys.key(thread, address, true), 1, FutexTable.ANY_BIT);
    }
}
