package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.PageTableEntry;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.Variable;
import org.graalvm.word.Pointer;

/**
 * The roots of the page tables of programs. Each has the kernel's entries, so that the kernel runs with any of them,
 * and two ranges of its own. The roots are a list, through an entry that nobody uses, for the rare case that the kernel
 * gets another entry itself.
 */
final class UserRoots {
    /** Entries of a root: the first and the last range are a program's, what lies between and behind the kernel's. */
    private static final int LOW_END = 32;

    private static final int HIGH_START = 224;
    private static final int HIGH_END = 256;
    private static final int LINK = 511;
    private static final int ENTRIES = 512;

    private static final int LEVELS_BELOW_ROOT = 3;

    private static final CGlobalData<Pointer> FIRST = createBytes(() -> Variable.SIZE);

    private UserRoots() {}

    /** A root below which a program has nothing yet: its physical address, 0 if there is no memory. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long make() {
        long root = PageTables.newTable(BuddyAllocator.OTHERS);
        if (root == 0) {
            return 0;
        }
        long flags = PageTableLock.acquire();
        for (int index = LOW_END; index < LINK; index++) {
            if (index < HIGH_START || index >= HIGH_END) {
                set(root, index, get(PageTables.root(), index));
            }
        }
        set(root, LINK, Variable.get(FIRST.get()));
        Variable.set(FIRST.get(), root);
        PageTableLock.release(flags);
        return root;
    }

    /** Gives back a root, below which no page is mapped, and its tables. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void free(long root) {
        long flags = PageTableLock.acquire();
        if (Cpu.current().getRoot() == root) {
            PageTableEntry.use(PageTables.root());
            Cpu.current().setRoot(PageTables.root());
        }
        StalePages.abandon(root);
        if (Variable.get(FIRST.get()) == root) {
            Variable.set(FIRST.get(), get(root, LINK));
        } else {
            long before = Variable.get(FIRST.get());
            while (get(before, LINK) != root) {
                before = get(before, LINK);
            }
            set(before, LINK, get(root, LINK));
        }
        PageTableLock.release(flags);
        for (int index = 0; index < HIGH_END; index++) {
            if (index < LOW_END || index >= HIGH_START) {
                freeTables(get(root, index), LEVELS_BELOW_ROOT);
            }
        }
        PhysicalPages.freeTable(root, BuddyAllocator.OTHERS);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void freeTables(long entry, int levels) {
        if (entry == 0) {
            return;
        }
        long table = PageTableEntry.address(entry);
        if (levels > 1) {
            for (int index = 0; index < ENTRIES; index++) {
                freeTables(get(table, index), levels - 1);
            }
        }
        PhysicalPages.freeTable(table, BuddyAllocator.OTHERS);
    }

    /** The kernel has another entry, which all roots get. {@link PageTableLock} is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void add(int index, long entry) {
        for (long root = Variable.get(FIRST.get()); root != 0; root = get(root, LINK)) {
            set(root, index, entry);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long get(long table, int index) {
        return Raw.getLong(AddressSpace.direct(table), Long.BYTES * index);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void set(long table, int index, long entry) {
        Raw.putLong(AddressSpace.direct(table), Long.BYTES * index, entry);
    }
}
