package dev.ristretto.kernel.machine.memory;

import static com.oracle.svm.core.c.CGlobalDataFactory.createBytes;
import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.cpu.SpinLock;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SpinLockPointer;
import dev.ristretto.kernel.machine.layout.UserSupport;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.machine.power.Panic;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The owner of all physical memory. Pages are handed out with whatever they held last: who gives them to others clears
 * them. Thread-safe.
 *
 * <p>Most of the memory is promised to the Java heap, which copies while it collects and cannot go on without a page.
 * Stacks, the C heap and device buffers have to do with the rest: they fail, each in its own way.
 */
public final class PhysicalPages {
    static final long NONE = -1;

    private static final CGlobalData<SpinLockPointer> LOCK = createBytes(() -> SpinLockPointer.SIZE);
    private static final CGlobalData<Pointer> ALLOCATOR = createBytes(() -> BuddyAllocator.SIZE);

    private static final CGlobalData<CCharPointer> FREED_TWICE = createCString("physical page freed twice");

    /** A tenth of the memory is not the heap's. */
    private static final long OTHERS_SHARE = 10;

    /** Pages that drivers, stacks and the C heap of a small instance take. */
    private static final long LEAST_FOR_OTHERS = (2L << 20) >>> AddressSpace.PAGE_SHIFT;

    /** What the kernel itself has of the memory of an instance whose programs run in ring 3. */
    private static final long KERNEL_SHARE = 4;

    private static final long LEAST_OF_KERNEL = (24L << 20) >>> AddressSpace.PAGE_SHIFT;
    private static final long MOST_OF_KERNEL = (192L << 20) >>> AddressSpace.PAGE_SHIFT;

    private static final long LEAST_SPARE = (256L << 10) >>> AddressSpace.PAGE_SHIFT;

    private static final long TABLES_SHARE = 128;

    /** One of so many promised pages is not counted upon. */
    private static final long SLACK_SHARE = 32;

    private static final CGlobalData<Pointer> SIZE = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> SLACK = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> IS_COLLECTED = createBytes(() -> Variable.SIZE);
    private static final CGlobalData<Pointer> COLLECTING = createBytes(() -> Variable.SIZE);

    private PhysicalPages() {}

    /** Starts with no memory; {@code marks} is the address of {@code endPage} zeroed bytes. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void initialize(long marks, long endPage) {
        BuddyAllocator.initialize(ALLOCATOR.get(), AddressSpace.DIRECT_MAP, marks, endPage);
    }

    /**
     * Adds the pages that lie wholly within the physical addresses {@code from} (inclusive) to {@code to} (exclusive).
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void add(long from, long to) {
        BuddyAllocator.add(ALLOCATOR.get(), from, to);
    }

    /** The physical address of a block of {@code 1 << order} pages aligned to its size, or 0 when there is none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long allocate(int order) {
        return allocate(order, BuddyAllocator.OTHERS);
    }

    /** Takes back a block from {@link #allocate}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void free(long block, int order) {
        free(block, order, BuddyAllocator.OTHERS);
    }

    /** A page for a page table, or 0 when there is none; the heap needs them too. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long allocateTable(int account) {
        return allocate(0, account);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long allocate(int order, int account) {
        long flags = SpinLock.acquire(LOCK.get());
        long block = BuddyAllocator.allocate(ALLOCATOR.get(), order, account);
        SpinLock.release(LOCK.get(), flags);
        return block;
    }

    /** Takes back a page from {@link #allocateTable}. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void freeTable(long page, int account) {
        free(page, 0, account);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void free(long block, int order, int account) {
        long flags = SpinLock.acquire(LOCK.get());
        if (!BuddyAllocator.free(ALLOCATOR.get(), block, order, account)) {
            Panic.stop(FREED_TWICE.get());
        }
        SpinLock.release(LOCK.get(), flags);
    }

    /**
     * A zeroed page for an address range: its physical address, {@link #NONE} when there is no free one. To be taken
     * back by {@link #takeBack}. Where the platform provides the page it is only counted and has no address.
     *
     * @param account of the {@link BuddyAllocator}, who promises to the Java heap
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static long give(int account) {
        long page;
        if (Platform.providesPages()) {
            long flags = SpinLock.acquire(LOCK.get());
            page = BuddyAllocator.reserve(ALLOCATOR.get(), account) ? 0 : NONE;
            SpinLock.release(LOCK.get(), flags);
        } else {
            page = allocate(0, account);
            if (page == 0) {
                return NONE;
            }
            Cpu.clearPages(AddressSpace.direct(page), AddressSpace.PAGE);
        }
        return page;
    }

    /** Takes back a page from {@link #give}, or one of the image. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void takeBack(long page, int account) {
        if (!Platform.providesPages()) {
            free(page, 0, account);
            return;
        }
        long flags = SpinLock.acquire(LOCK.get());
        BuddyAllocator.unreserve(ALLOCATOR.get(), account);
        SpinLock.release(LOCK.get(), flags);
    }

    /** How many bytes are free now. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long freeBytes() {
        return BuddyAllocator.freePages(ALLOCATOR.get()) << AddressSpace.PAGE_SHIFT;
    }

    /**
     * Boot is over: keeps nine tenths of what is free for the Java heap, of which the largest one has 36 % of
     * {@link #size} (an option of the compiler, in native-image.properties). {@link HeapBudget} tells what that needs.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void promiseHeap() {
        Pointer state = ALLOCATOR.get();
        long free = BuddyAllocator.freePages(state);
        long others = free / OTHERS_SHARE < LEAST_FOR_OTHERS ? LEAST_FOR_OTHERS : free / OTHERS_SHARE;
        long promise = others < free ? free - others : 0;
        if (UserSupport.INCLUDED) {
            promise = ofKernel(free, promise);
            free = promise + promise / (OTHERS_SHARE - 1);
        }
        BuddyAllocator.promise(state, promise);
        Variable.set(SLACK.get(), (promise / SLACK_SHARE) << AddressSpace.PAGE_SHIFT);
        Variable.set(IS_COLLECTED.get(), HeapBudget.isEnough(heapLeft()) ? 1 : 0);
        // A little less than is free, for the heap's page tables.
        Variable.set(SIZE.get(), (free - free / TABLES_SHARE) << AddressSpace.PAGE_SHIFT);
    }

    /** Where programs run in ring 3 memory is theirs, but for a share that the kernel serves them with. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long ofKernel(long free, long most) {
        long share = free / KERNEL_SHARE;
        if (share < LEAST_OF_KERNEL) {
            share = LEAST_OF_KERNEL;
        } else if (share > MOST_OF_KERNEL) {
            share = MOST_OF_KERNEL;
        }
        return share < most ? share : most;
    }

    /** How many pages are left for programs in ring 3, in bytes. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long spareBytes() {
        long spare = BuddyAllocator.freePages(ALLOCATOR.get()) - BuddyAllocator.promised(ALLOCATOR.get()) - LEAST_SPARE;
        return spare < 0 ? 0 : spare << AddressSpace.PAGE_SHIFT;
    }

    /**
     * How many bytes the Java heap and its collections can still take for certain. A little is left out, for stacks
     * that grow when nothing else is free and the memory that the collector needs for itself.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long heapLeft() {
        Pointer state = ALLOCATOR.get();
        long promised = BuddyAllocator.promised(state);
        long free = BuddyAllocator.freePages(state);
        long left = ((promised < free ? promised : free) << AddressSpace.PAGE_SHIFT) - Variable.get(SLACK.get());
        return left < 0 ? 0 : left;
    }

    /** Whether there is memory enough to collect the smallest heap. If not it fills until no page is free. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean isHeapCollected() {
        return Variable.get(IS_COLLECTED.get()) != 0;
    }

    /** A collection begins or ends: while it runs, it may take pages that are kept for it for what it notes beside. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void setCollecting(boolean collecting) {
        Variable.set(COLLECTING.get(), collecting ? 1 : 0);
    }

    /** On whose account to take what the C heap grows by. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int accountOfSmallBlocks() {
        return Variable.get(COLLECTING.get()) != 0 ? BuddyAllocator.URGENT : BuddyAllocator.OTHERS;
    }

    /** Whether {@code bytes} are left beside the heap and the little that small allocations need in order to go on. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static boolean hasSpare(long bytes) {
        long spare = BuddyAllocator.freePages(ALLOCATOR.get()) - BuddyAllocator.promised(ALLOCATOR.get());
        return spare - LEAST_SPARE > bytes >>> AddressSpace.PAGE_SHIFT;
    }

    /** How much memory an application has, in bytes: what was free after boot. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long size() {
        return Variable.get(SIZE.get());
    }
}
