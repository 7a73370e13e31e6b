package dev.ristretto.kernel.machine.time;

import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import static org.assertj.core.api.Assertions.assertThat;


class TimerHeapTest {
    private static final int THREADS = 200;

    private static long memory(long bytes) {
        return RawMemory.allocateForTest(bytes, 16).address();
    }

    private static long heapFor(int capacity) {
        long heap = memory(TimerHeap.SIZE);
        TimerHeap.grow(heap, memory(8L * (capacity + 1)), capacity);
        return heap;
    }

    @Test
    void theEarliestDeadlineComesFirst() {
        long heap = heapFor(3);
        long late = memory(ThreadBlock.SIZE);
        long early = memory(ThreadBlock.SIZE);
        TimerHeap.add(heap, late, 30);
        TimerHeap.add(heap, early, 10);
        assertThat(TimerHeap.first(heap)).isEqualTo(early);
        TimerHeap.remove(heap, early);
        assertThat(TimerHeap.first(heap)).isEqualTo(late);
        TimerHeap.remove(heap, late);
        assertThat(TimerHeap.first(heap)).isZero();
    }

    @Test
    void removingAThreadThatDoesNotWaitIsHarmless() {
        long heap = heapFor(2);
        long waiting = memory(ThreadBlock.SIZE);
        TimerHeap.add(heap, waiting, 1);
        TimerHeap.remove(heap, memory(ThreadBlock.SIZE));
        assertThat(TimerHeap.first(heap)).isEqualTo(waiting);
    }

    @Test
    void growingKeepsWhatIsThere() {
        long heap = heapFor(1);
        long waiting = memory(ThreadBlock.SIZE);
        TimerHeap.add(heap, waiting, 5);
        assertThat(TimerHeap.grow(heap, memory(8 * 9), 8)).isNotZero();
        assertThat(TimerHeap.capacity(heap)).isEqualTo(8);
        assertThat(TimerHeap.first(heap)).isEqualTo(waiting);
    }

    @Test
    void behavesAsASortedListUnderRandomUse() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            long heap = heapFor(THREADS);
            List<Long> idle = new ArrayList<>();
            List<Long> waiting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                idle.add(memory(ThreadBlock.SIZE));
            }
            for (int step = 0; step < 5000; step++) {
                if (!idle.isEmpty() && random.nextBoolean()) {
                    long thread = idle.remove(random.nextInt(idle.size()));
                    TimerHeap.add(heap, thread, random.nextInt(1000));
                    waiting.add(thread);
                } else if (!waiting.isEmpty()) {
                    long thread = waiting.remove(random.nextInt(waiting.size()));
                    TimerHeap.remove(heap, thread);
                    idle.add(thread);
                }
                long first = TimerHeap.first(heap);
                long expected = waiting.stream()
                        .map(TimerHeapTest::deadline)
                        .min(Comparator.naturalOrder())
                        .orElse(-1L);
                assertThat(first == 0 ? -1 : deadline(first))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(expected);
            }
        }
    }

    private static long deadline(long thread) {
        return Raw.getLong(thread, ThreadBlock.DEADLINE);
    }
}
