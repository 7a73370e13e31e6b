package dev.ristretto.kernel.machine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.machine.layout.AddressSpace;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuddyAllocatorTest {
    private static final int PAGES = 3000;
    private static final long FIRST = 5 * AddressSpace.PAGE;

    private Pointer state;

    private record Block(long address, int order) {}

    @BeforeEach
    void allPagesAreFree() {
        long memory = Arena.global()
                .allocate(PAGES * AddressSpace.PAGE, AddressSpace.PAGE)
                .address();
        long marks = Arena.global().allocate(PAGES, 8).address();
        state = WordFactory.pointer(
                Arena.global().allocate(BuddyAllocator.SIZE, 8).address());
        BuddyAllocator.initialize(state, memory, marks, PAGES);
        BuddyAllocator.add(state, FIRST - 1, PAGES * AddressSpace.PAGE);
    }

    @Test
    void countsOnlyWholePages() {
        assertThat(BuddyAllocator.totalPages(state)).isEqualTo(PAGES - 5);
        assertThat(BuddyAllocator.freePages(state)).isEqualTo(PAGES - 5);
    }

    @Test
    void everyPageCanBeHadOnceAndNoMore() {
        BitSet seen = new BitSet();
        for (int i = 0; i < PAGES - 5; i++) {
            long page = BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS);
            assertThat(page).isGreaterThanOrEqualTo(FIRST).isLessThan(PAGES * AddressSpace.PAGE);
            assertThat(seen.get((int) (page / AddressSpace.PAGE))).isFalse();
            seen.set((int) (page / AddressSpace.PAGE));
        }
        assertThat(BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS)).isZero();
    }

    @Test
    void neighboursMergeAgainIntoTheLargestBlocks() {
        List<Long> pages = new ArrayList<>();
        for (long page = BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS);
                page != 0;
                page = BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS)) {
            pages.add(page);
        }
        Collections.shuffle(pages, new Random(1));
        pages.forEach(page -> assertThat(BuddyAllocator.free(state, page, 0, BuddyAllocator.OTHERS))
                .isTrue());
        assertThat(BuddyAllocator.allocate(state, 10, BuddyAllocator.OTHERS)).isEqualTo(1024 * AddressSpace.PAGE);
        assertThat(BuddyAllocator.allocate(state, 10, BuddyAllocator.OTHERS)).isZero();
        assertThat(BuddyAllocator.allocate(state, 9, BuddyAllocator.OTHERS)).isNotZero();
        assertThat(BuddyAllocator.allocate(state, 9, BuddyAllocator.OTHERS)).isNotZero();
    }

    /** To touch a free block would make a page of it resident, or two megabytes where the host has huge pages. */
    @Test
    void largeFreeBlocksAreNotTouched() {
        int pages = (64 << 20) / (int) AddressSpace.PAGE;
        RawMemory memory = RawMemory.at(
                Arena.global()
                        .allocate(pages * AddressSpace.PAGE, AddressSpace.PAGE)
                        .address(),
                pages * AddressSpace.PAGE);
        RawMemory marks = RawMemory.at(Arena.global().allocate(pages, 8).address(), pages);
        BuddyAllocator.initialize(state, memory.address(), marks.address(), pages);
        BuddyAllocator.add(state, FIRST, pages * AddressSpace.PAGE);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(BuddyAllocator.allocate(state, 6, BuddyAllocator.OTHERS));
        }
        taken.forEach(block -> BuddyAllocator.free(state, block, 6, BuddyAllocator.OTHERS));
        for (int page = 32; page < pages; page++) {
            assertThat(memory.getLong(page * AddressSpace.PAGE))
                    .as("page %d", page)
                    .isZero();
        }
        while (BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS) != 0) {
            continue;
        }
        for (int page = 0; page < pages; page++) {
            assertThat(marks.getByte(page)).as("mark of page %d", page).isZero();
        }
    }

    @Test
    void whatIsPromisedIsThereWhateverOthersTake() {
        BuddyAllocator.promise(state, 2000);
        int others = 0;
        while (BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS) != 0) {
            others++;
        }
        assertThat(others).isEqualTo(PAGES - 5 - 2000);
        assertThat(BuddyAllocator.reserve(state, BuddyAllocator.OTHERS)).isFalse();
        List<Long> promised = new ArrayList<>();
        for (long page = BuddyAllocator.allocate(state, 0, BuddyAllocator.PROMISE);
                page != 0;
                page = BuddyAllocator.allocate(state, 0, BuddyAllocator.PROMISE)) {
            promised.add(page);
        }
        assertThat(promised).hasSize(2000);
        assertThat(BuddyAllocator.promised(state)).isZero();
        promised.forEach(page -> assertThat(BuddyAllocator.free(state, page, 0, BuddyAllocator.PROMISE))
                .isTrue());
        assertThat(BuddyAllocator.promised(state)).isEqualTo(2000);
        assertThat(BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS)).isZero();
    }

    /** Pages of the image were never taken: their return does not make the promise larger. */
    @Test
    void thePromiseDoesNotGrow() {
        BuddyAllocator.promise(state, 100);
        long page = BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS);
        assertThat(BuddyAllocator.free(state, page, 0, BuddyAllocator.PROMISE)).isTrue();
        assertThat(BuddyAllocator.promised(state)).isEqualTo(100);
        BuddyAllocator.reserve(state, BuddyAllocator.PROMISE);
        BuddyAllocator.reserve(state, BuddyAllocator.PROMISE);
        BuddyAllocator.unreserve(state, BuddyAllocator.PROMISE);
        assertThat(BuddyAllocator.promised(state)).isEqualTo(99);
    }

    /** Pages of stacks that grew at the promise's cost come back as what they were. */
    @Test
    void whoIsUrgentTakesFromThePromiseAndLeavesItsAccountAlone() {
        BuddyAllocator.promise(state, PAGES - 5);
        assertThat(BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS)).isZero();
        for (int i = 0; i < 1000; i++) {
            long page = BuddyAllocator.allocate(state, 0, BuddyAllocator.URGENT);
            assertThat(page).isNotZero();
            assertThat(BuddyAllocator.free(state, page, 0, BuddyAllocator.URGENT))
                    .isTrue();
        }
        assertThat(BuddyAllocator.promised(state)).isEqualTo(PAGES - 5);
        assertThat(BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS)).isZero();
    }

    @Test
    void whatIsTakenBeyondThePromiseIsNotAddedToItWhenItComesBack() {
        BuddyAllocator.promise(state, 100);
        for (int i = 0; i < 110; i++) {
            assertThat(BuddyAllocator.reserve(state, BuddyAllocator.PROMISE)).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            BuddyAllocator.unreserve(state, BuddyAllocator.PROMISE);
        }
        assertThat(BuddyAllocator.promised(state)).isZero();
    }

    @Test
    void aSecondFreeIsDetected() {
        long page = BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS);
        long neighbour = BuddyAllocator.allocate(state, 0, BuddyAllocator.OTHERS);
        assertThat(BuddyAllocator.free(state, page, 0, BuddyAllocator.OTHERS)).isTrue();
        assertThat(BuddyAllocator.free(state, page, 0, BuddyAllocator.OTHERS)).isFalse();
        assertThat(BuddyAllocator.free(state, neighbour, 0, BuddyAllocator.OTHERS))
                .isTrue();
        assertThat(BuddyAllocator.freePages(state)).isEqualTo(PAGES - 5);
    }

    @Test
    void blocksAreAlignedAndNeverOverlap() {
        for (long seed = 1; seed <= 20; seed++) {
            allPagesAreFree();
            Random random = new Random(seed);
            List<Block> blocks = new ArrayList<>();
            BitSet owned = new BitSet();
            for (int step = 0; step < 3000; step++) {
                if (random.nextInt(5) < 3) {
                    int order = Math.min(random.nextInt(1 + random.nextInt(12)), BuddyAllocator.MAX_ORDER);
                    long address = BuddyAllocator.allocate(state, order, BuddyAllocator.OTHERS);
                    if (address == 0) {
                        continue;
                    }
                    int first = (int) (address / AddressSpace.PAGE);
                    assertThat(address % (AddressSpace.PAGE << order))
                            .as("seed %d", seed)
                            .isZero();
                    assertThat(owned.get(first, first + (1 << order)).isEmpty())
                            .as("seed %d", seed)
                            .isTrue();
                    owned.set(first, first + (1 << order));
                    blocks.add(new Block(address, order));
                } else if (!blocks.isEmpty()) {
                    Block block = blocks.remove(random.nextInt(blocks.size()));
                    int first = (int) (block.address() / AddressSpace.PAGE);
                    owned.clear(first, first + (1 << block.order()));
                    assertThat(BuddyAllocator.free(state, block.address(), block.order(), BuddyAllocator.OTHERS))
                            .as("seed %d", seed)
                            .isTrue();
                }
                assertThat(BuddyAllocator.freePages(state))
                        .as("seed %d", seed)
                        .isEqualTo(PAGES - 5 - owned.cardinality());
            }
        }
    }
}
