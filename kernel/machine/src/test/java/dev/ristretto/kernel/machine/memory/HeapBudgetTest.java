package dev.ristretto.kernel.machine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
    private static final long ROOM = HeapBudget.CHUNK - HeapBudget.HEADER;

    private final long seed = 20261129;
    private final Random random = new Random(seed);

    /** A space of the collector: chunks one after the other, the last of which is tried for each object. */
    private static final class Space {
        private long chunks;
        private long room;

        void add(long size) {
            if (room < size) {
                chunks++;
                room = ROOM;
            }
            room -= size;
        }
    }

    @Test
    void theSizesAreThoseThatTheCompilerIsTold() throws IOException {
        try (InputStream file = HeapBudget.class.getResourceAsStream(
                "/META-INF/native-image/dev.ristretto/kernel/native-image.properties")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .contains(
                            "-H:AlignedHeapChunkSize=" + HeapBudget.CHUNK,
                            "-H:LargeArrayThreshold=" + HeapBudget.LARGE_ARRAY,
                            "-H:MaxSurvivorSpaces=1");
        }
    }

    @Test
    void copiesOfObjectsOfAnySizeHaveRoom() {
        for (int round = 0; round < 300; round++) {
            int kind = round % 4;
            collect(round, 1 + random.nextInt(60), () -> switch (kind) {
                case 0 -> HeapBudget.LARGE_ARRAY - 8; // the longest ones that are copied
                case 1 -> 16 + 8L * random.nextInt(1000);
                case 2 -> 16 + 8L * random.nextInt((int) HeapBudget.LARGE_ARRAY / 8 - 2);
                default -> random.nextInt(50) == 0 ? HeapBudget.LARGE_ARRAY - 8 : 16 + 8L * random.nextInt(10);
            });
        }
    }

    /** Chunks as full as can be; then a young collection that frees nothing, and two complete ones. */
    private void collect(int round, int chunks, java.util.function.LongSupplier sizes) {
        List<Long> objects = new ArrayList<>();
        for (int chunk = 0; chunk < chunks; chunk++) {
            long room = ROOM;
            for (long size = Math.min(sizes.getAsLong(), room); room >= 16; size = Math.min(sizes.getAsLong(), room)) {
                objects.add(size);
                room -= size;
            }
        }
        long need = HeapBudget.need(chunks * HeapBudget.CHUNK, 0);
        Collections.shuffle(objects, random);
        int old = random.nextInt(objects.size() + 1);
        Space oldSpace = new Space();
        Space young = new Space();
        Space survivors = new Space();
        objects.subList(0, old).forEach(oldSpace::add);
        objects.subList(old, objects.size()).forEach(young::add);
        long before = Math.max(chunks, oldSpace.chunks);
        for (long size : objects.subList(old, objects.size())) {
            (random.nextBoolean() ? survivors : oldSpace).add(size);
        }
        long held = Math.max(before, oldSpace.chunks + survivors.chunks);
        for (int i = 0; i < 2; i++) {
            Collections.shuffle(objects, random);
            Space copy = new Space();
            objects.forEach(copy::add);
            assertThat((held + copy.chunks) * HeapBudget.CHUNK)
                    .as("seed %d, round %d, %d chunks", seed, round, chunks)
                    .isLessThanOrEqualTo(need);
            held = copy.chunks;
        }
    }

    @Test
    void aLargeArrayCountsOnce() {
        long chunks = 20 * HeapBudget.CHUNK;
        assertThat(HeapBudget.need(chunks, 1 << 20) - HeapBudget.need(chunks, 0))
                .isEqualTo(1 << 20);
        for (long size = HeapBudget.LARGE_ARRAY; size < 1L << 32; size = size * 3 / 2) {
            assertThat(HeapBudget.largeChunk(size))
                    .isGreaterThan(size + size / 512)
                    .isLessThan(size + size / 500 + (9 << 10));
        }
    }

    @Test
    void theCapacityIsWhatThereIsRoomToCollect() {
        for (long bytes = 0; bytes < 1L << 40; bytes = bytes * 5 / 4 + 12345) {
            long capacity = HeapBudget.capacity(bytes);
            if (capacity > 0) {
                assertThat(HeapBudget.need(capacity, 0)).isLessThanOrEqualTo(bytes + 2);
                assertThat(HeapBudget.need(capacity + 8, 0)).isGreaterThan(bytes);
            }
        }
    }

    @Test
    void aHeapOfTwoChunksIsTheSmallestThatIsCollected() {
        assertThat(HeapBudget.isEnough(2 << 20)).isFalse();
        assertThat(HeapBudget.isEnough(4 << 20)).isTrue();
    }

    /** What is lost first when memory is short is what there is most of, and the kernel's thread goes on. */
    @Test
    void largeBuffersVirtualThreadsAndThreadsGetTheErrorInThisOrder() {
        for (long most = 16 << 20; most < 1L << 36; most *= 2) {
            long buffers = HeapBudget.kept(most, 16 << 10, false, false);
            long virtual = HeapBudget.kept(most, 16, true, false);
            long threads = HeapBudget.kept(most, 16, false, false);
            assertThat(buffers).isEqualTo(most / 8).isEqualTo(HeapBudget.kept(most, 1 << 20, true, false));
            assertThat(virtual).isLessThan(buffers - HeapBudget.CHUNK);
            assertThat(threads).isLessThan(virtual - HeapBudget.CHUNK).isGreaterThanOrEqualTo(HeapBudget.CHUNK);
            assertThat(HeapBudget.kept(most, 1 << 20, false, true)).isZero();
        }
    }

    /** With 64 MiB a program of 18 has about 44 MiB, where a heap of 16 MiB, the least, has to have room. */
    @Test
    void theUsualInstanceHasRoomForTheSmallestHeapOfTheRuntime() {
        long promised = (44L << 20) * 9 / 10 * 31 / 32;
        assertThat(HeapBudget.capacity(promised)).isGreaterThan((16L << 20) * 15 / 16);
    }
}
