package dev.ristretto.kernel.network.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Queues of bytes and their pool of chunks. */
class ByteQueueTest {
    @Test
    void aByteQueueKeepsOrderAndGivesBackItsChunks() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            ChunkPool pool = new ChunkPool(1 << 20);
            ByteQueue queue = new ByteQueue(pool);
            byte next = 0;
            byte expected = 0;
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[random.nextInt(9000)];
                for (int k = 0; k < bytes.length; k++) {
                    bytes[k] = next++;
                }
                ByteBuffer source = ByteBuffer.wrap(bytes);
                if (random.nextBoolean()) {
                    // The later half first, as when segments overtake each other.
                    int half = bytes.length / 2;
                    assertThat(queue.place(queue.size() + half, source, half, bytes.length - half))
                            .isTrue();
                    assertThat(queue.place(queue.size(), source, 0, half)).isTrue();
                    queue.extend(bytes.length);
                } else {
                    assertThat(queue.append(source, Integer.MAX_VALUE)).isEqualTo(bytes.length);
                }
                ByteBuffer target = ByteBuffer.allocate(random.nextInt(9500));
                int length = queue.peek(target, Integer.MAX_VALUE);
                queue.drop(length);
                for (int k = 0; k < length; k++) {
                    assertThat(target.get(k)).isEqualTo(expected++);
                }
                queue.trim();
                assertThat(pool.used()).isLessThanOrEqualTo(queue.size() / ChunkPool.CHUNK + 2);
            }
            queue.clear();
            assertThat(pool.used()).isZero();
        }
    }

    @Test
    void withoutBudgetAQueueGetsOneChunk() {
        ChunkPool pool = new ChunkPool(2 * ChunkPool.CHUNK);
        ByteQueue greedy = new ByteQueue(pool);
        assertThat(greedy.append(ByteBuffer.allocate(100_000), 100_000)).isEqualTo(2 * ChunkPool.CHUNK);
        ByteQueue late = new ByteQueue(pool);
        assertThat(late.append(ByteBuffer.allocate(100_000), 100_000)).isEqualTo(ChunkPool.CHUNK);
        assertThat(late.place(ChunkPool.CHUNK + 5, ByteBuffer.allocate(10), 0, 10))
                .isFalse();
        greedy.clear();
        late.clear();
        assertThat(pool.used()).isZero();
    }
}
