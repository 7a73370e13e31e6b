package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.Processors;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.CpuContextPointer;
import dev.ristretto.kernel.machine.layout.CpuPointer;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.platform.PlatformProcessors;
import jdk.internal.misc.Unsafe;
import org.graalvm.word.Pointer;

/**
 * What other processors may still remember of the page tables (TLB shootdown). Pages that have lost their entries wait
 * here, with tables that are not used any more, until those processors have forgotten them: once for all that was done
 * while {@link PageTableLock} was held, and before it is given up.
 *
 * <p>With one processor, and where the platform provides pages, there is nothing to wait for.
 */
final class StalePages {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final int MOST = 512;

    /** Values of {@link #CHANGED} that are no root: nothing, and entries of the kernel or below several roots. */
    private static final long NOTHING = 0;

    private static final long EVERYWHERE = 1;

    private static final CGlobalData<Pointer> CHANGED = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> COUNT = createBytes(() -> Variable.SIZE);

    /** Physical addresses with the account in the bits below a page. */
    private static final CGlobalData<Pointer> PAGES = createBytes(() -> MOST * Variable.SIZE);

    private StalePages() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    private static boolean matters() {
        return Processors.count() > 1 && !Platform.providesPages();
    }

    /** An entry below a root is another one, which this processor knows. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    static void changed(long root) {
        if (Processors.count() > 1) {
            note(root);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void note(long root) {
        if (matters()) {
            long before = Variable.get(CHANGED.get());
            boolean same = root != PageTables.root() && (before == NOTHING || before == root);
            Variable.set(CHANGED.get(), same ? root : EVERYWHERE);
        }
    }

    /** Takes back a page, or a table where {@code account} is its own, that no entry leads to any more. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    static void takeBack(long physical, int account) {
        if (Processors.count() > 1 && matters()) {
            keep(physical, account);
        } else {
            PhysicalPages.takeBack(physical, account);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void keep(long physical, int account) {
        if (Variable.get(COUNT.get()) == MOST) {
            flushAndGiveBack();
        }
        long count = Variable.get(COUNT.get());
        WordArray.set(PAGES.get().rawValue(), count, physical | account);
        Variable.set(COUNT.get(), count + 1);
    }

    /** The same for a table. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void takeBackTable(long physical, int account) {
        if (matters()) {
            keep(physical, account);
        } else {
            PhysicalPages.freeTable(physical, account);
        }
    }

    /** Has the others forget what has changed, and gives back what waits for that. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    static void settle() {
        if (Processors.count() > 1) {
            flushAndGiveBack();
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void flushAndGiveBack() {
        long changed = Variable.get(CHANGED.get());
        if (changed == NOTHING && Variable.get(COUNT.get()) != 0) {
            changed = EVERYWHERE; // what they were taken from is said at the end of it
        }
        if (changed != NOTHING) {
            Variable.set(CHANGED.get(), NOTHING);
            flushOthers(changed);
        }
        for (long count = Variable.get(COUNT.get()); count > 0; count--) {
            long page = WordArray.get(PAGES.get().rawValue(), count - 1);
            PhysicalPages.takeBack(AddressSpace.pageDown(page), (int) (page & AddressSpace.PAGE - 1));
        }
        Variable.set(COUNT.get(), 0);
    }

    /** Has the others leave a root that is to go: from now on they read the kernel's own. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void abandon(long root) {
        if (matters()) {
            UNSAFE.fullFence();
            for (int index = 0; index < Processors.count(); index++) {
                CpuPointer cpu = Processors.get(index);
                if (cpu.notEqual(Cpu.current()) && cpu.getRoot() == root) {
                    cpu.setFlush(PageTables.root());
                    PlatformProcessors.requestFlush(cpu);
                    while (cpu.getFlush() != 0) {
                        Cpu.pause();
                    }
                }
            }
        }
    }

    /**
     * Has those processors forget that read the tables below a root, and waits until they have. One that halts does it
     * before anything else when it goes on, and is not waited for.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void flushOthers(long root) {
        // What has been written to the tables is written before roots are read: who sees no root sees no old entry.
        UNSAFE.fullFence();
        CpuPointer self = Cpu.current();
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            if (cpu.notEqual(self) && (root == EVERYWHERE || cpu.getRoot() == root)) {
                cpu.setFlush(CpuContextPointer.FLUSH_ALL);
                UNSAFE.fullFence();
                if (cpu.getLazy() == 0) {
                    PlatformProcessors.requestFlush(cpu);
                }
            }
        }
        for (int index = 0; index < Processors.count(); index++) {
            CpuPointer cpu = Processors.get(index);
            while (cpu.getFlush() != 0 && cpu.getLazy() == 0) {
                Cpu.pause();
            }
        }
    }
}
