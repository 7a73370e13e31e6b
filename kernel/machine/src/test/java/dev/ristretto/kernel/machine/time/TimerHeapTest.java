package dev.ristretto.kernel.machine.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.machine.layout.TimerEntry;
import dev.ristretto.kernel.machine.layout.TimerHeapBlock;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
    private static final int THREADS = 200;

    private static long memory(long bytes) {
        return Arena.global().allocate(bytes, 16).address();
    }

    private static PointerBase entry() {
        return WordFactory.pointer(memory(TimerEntry.SIZE));
    }

    private static Pointer heapFor(int capacity) {
        Pointer heap = WordFactory.pointer(memory(TimerHeapBlock.SIZE));
        TimerHeap.grow(heap, memory(TimerHeap.bytes(capacity)), capacity);
        return heap;
    }

    private static long first(Pointer heap) {
        return TimerHeap.first(heap).rawValue();
    }

    @Test
    void theEarliestDeadlineComesFirst() {
        Pointer heap = heapFor(3);
        PointerBase late = entry();
        PointerBase early = entry();
        TimerHeap.add(heap, late, 30);
        TimerHeap.add(heap, early, 10);
        assertThat(first(heap)).isEqualTo(early.rawValue());
        TimerHeap.remove(heap, early);
        assertThat(first(heap)).isEqualTo(late.rawValue());
        TimerHeap.remove(heap, late);
        assertThat(first(heap)).isZero();
    }

    @Test
    void removingAThreadThatDoesNotWaitIsHarmless() {
        Pointer heap = heapFor(2);
        PointerBase waiting = entry();
        TimerHeap.add(heap, waiting, 1);
        TimerHeap.remove(heap, entry());
        assertThat(first(heap)).isEqualTo(waiting.rawValue());
    }

    @Test
    void growingKeepsWhatIsThere() {
        Pointer heap = heapFor(1);
        PointerBase waiting = entry();
        TimerHeap.add(heap, waiting, 5);
        assertThat(TimerHeap.grow(heap, memory(TimerHeap.bytes(8)), 8)).isNotZero();
        assertThat(TimerHeapBlock.capacity(heap)).isEqualTo(8);
        assertThat(first(heap)).isEqualTo(waiting.rawValue());
    }

    @Test
    void behavesAsASortedListUnderRandomUse() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Pointer heap = heapFor(THREADS);
            List<PointerBase> idle = new ArrayList<>();
            List<PointerBase> waiting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                idle.add(entry());
            }
            for (int step = 0; step < 5000; step++) {
                if (!idle.isEmpty() && random.nextBoolean()) {
                    PointerBase thread = idle.remove(random.nextInt(idle.size()));
                    TimerHeap.add(heap, thread, random.nextInt(1000));
                    waiting.add(thread);
                } else if (!waiting.isEmpty()) {
                    PointerBase thread = waiting.remove(random.nextInt(waiting.size()));
                    TimerHeap.remove(heap, thread);
                    idle.add(thread);
                }
                PointerBase first = TimerHeap.first(heap);
                long expected = waiting.stream()
                        .map(TimerEntry::deadline)
                        .min(Comparator.naturalOrder())
                        .orElse(-1L);
                assertThat(first.isNull() ? -1 : TimerEntry.deadline(first))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(expected);
            }
        }
    }
}
