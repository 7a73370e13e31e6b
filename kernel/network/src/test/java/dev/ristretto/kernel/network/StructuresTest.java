package dev.ristretto.kernel.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ristretto.kernel.network.wire.Sequence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The stack's own data structures against simple models. */
class StructuresTest {
    private static final NetworkStack STACK = new NetworkStack(null, () -> 0, new Random(0), StackOptions.defaults());

    @Test
    void timersRunInOrderAndCancelledOnesNever() {
        Random random = new Random(1);
        TimerQueue queue = new TimerQueue();
        Map<Timer, Long> model = new HashMap<>();
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timers.add(new Timer(STACK, () -> {}));
        }
        for (int i = 0; i < 20_000; i++) {
            Timer timer = timers.get(random.nextInt(timers.size()));
            if (random.nextInt(3) == 0) {
                queue.cancel(timer);
                model.remove(timer);
            } else {
                long deadline = random.nextInt(1000);
                queue.schedule(timer, deadline);
                model.put(timer, deadline);
            }
            long first =
                    model.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            assertThat(queue.nextDeadline()).isEqualTo(first);
            if (random.nextInt(10) == 0) {
                Timer due = queue.pollDue(first);
                assertThat(due == null ? null : model.remove(due)).isEqualTo(first == Long.MAX_VALUE ? null : first);
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }

    @Test
    void rangesBehaveLikeASetOfNumbers() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int base = seed % 2 == 0 ? Integer.MAX_VALUE - 100 : 1000;
            Ranges ranges = new Ranges(1000);
            BitSet model = new BitSet();
            int low = 0;
            for (int i = 0; i < 200; i++) {
                int start = low + random.nextInt(200);
                int end = start + 1 + random.nextInt(20);
                int before = model.cardinality();
                model.set(start, end);
                assertThat(ranges.add(base + start, base + end)).isEqualTo(model.cardinality() - before);
                if (random.nextInt(10) == 0) {
                    low += random.nextInt(20);
                    model.clear(0, low);
                    ranges.removeBefore(base + low);
                }
                assertThat(ranges.covered()).isEqualTo(model.cardinality());
                int probe = low + random.nextInt(200);
                assertThat(ranges.firstOutside(base + probe) - base).isEqualTo(model.nextClearBit(probe));
                assertThat(ranges.indexOf(base + probe) >= 0).isEqualTo(model.get(probe));
                assertThat(ranges.coveredIn(base + probe, base + probe + 30))
                        .isEqualTo(model.get(probe, probe + 30).cardinality());
                for (int r = 1; r < ranges.count(); r++) {
                    assertThat(Sequence.before(ranges.end(r - 1), ranges.start(r)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aFullSetOfRangesTakesNoFurtherOne() {
        Ranges ranges = new Ranges(2);
        assertThat(ranges.add(0, 1)).isEqualTo(1);
        assertThat(ranges.add(10, 11)).isEqualTo(1);
        assertThat(ranges.add(20, 21)).isEqualTo(-1);
        assertThat(ranges.add(1, 10)).as("but may join").isEqualTo(9);
        assertThat(ranges.count()).isEqualTo(1);
    }

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

    @Test
    void aPortMapBehavesLikeAMap() {
        Random random = new Random(3);
        PortMap<String> map = new PortMap<>();
        Map<Integer, String> model = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            int port = random.nextInt(2000);
            if (random.nextBoolean()) {
                map.put(port, "v" + i);
                model.put(port, "v" + i);
            } else {
                map.remove(port);
                model.remove(port);
            }
            int probe = random.nextInt(2000);
            assertThat(map.get(probe)).isEqualTo(model.get(probe));
            assertThat(map.size()).isEqualTo(model.size());
        }
    }

    @Test
    void sipHashEqualsTheReference() {
        // First 16 bytes 0 to 15 under the key 0 to 15, from the authors' test vectors.
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L)).isEqualTo(0x3f2acc7f57c29bdbL);
    }

    @Test
    void sequenceNumbersWrapAround() {
        assertThat(Sequence.before(0xffff_fff0, 5)).isTrue();
        assertThat(Sequence.after(5, 0xffff_fff0)).isTrue();
        assertThat(Sequence.max(0xffff_fff0, 5)).isEqualTo(5);
        assertThat(Sequence.min(0xffff_fff0, 5)).isEqualTo(0xffff_fff0);
    }

    @Test
    void aRateLimitAllowsBurstAndRate() {
        RateLimit limit = new RateLimit(10, 5);
        long now = 1_000_000_000_000L;
        int allowed = 0;
        for (int i = 0; i < 100; i++) {
            allowed += limit.tryTake(now) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(5);
        for (int i = 0; i < 1000; i++) {
            now += 10_000_000;
            allowed += limit.tryTake(now) ? 1 : 0;
        }
        assertThat(allowed).isBetween(100, 106);
    }

    @Test
    void aFrameReleasedTwiceIsDetected() {
        HeapFramePool pool = new HeapFramePool(1, 100, 4);
        Frame frame = Objects.requireNonNull(pool.allocate(50));
        assertThat(pool.allocate(50)).as("bounded").isNull();
        frame.release();
        assertThatIllegalStateException().isThrownBy(frame::release);
        assertThat(pool.allocate(50)).isNotNull();
        assertThat(pool.allocate(101)).isNull();
    }

    @Test
    void addressesAreReadAndWritten() {
        assertThat(Ipv4.format(Ipv4.parse("192.0.2.255"))).isEqualTo("192.0.2.255");
        assertThat(Ipv4.parse("127.0.0.1")).isEqualTo(Ipv4.LOOPBACK);
        for (String wrong :
                new String[] {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", "a.b.c.d", "1.2.3.4 ", "1.2.3."}) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Ipv4.parse(wrong));
        }
        assertThat(new MacAddress(0x5254_00ab_cdefL)).hasToString("52:54:00:ab:cd:ef");
        assertThat(MacAddress.of(new MacAddress(0x5254_00ab_cdefL).toBytes()))
                .isEqualTo(new MacAddress(0x5254_00ab_cdefL));
    }

    @Test
    void ephemeralPortsAreRandomAndInRange() {
        Random random = new Random(4);
        BitSet seen = new BitSet();
        for (int i = 0; i < 1000; i++) {
            seen.set(EphemeralPorts.choose(random, port -> true));
        }
        assertThat(seen.cardinality()).isGreaterThan(950);
        assertThat(seen.nextSetBit(0)).isGreaterThanOrEqualTo(EphemeralPorts.FIRST);
        assertThat(seen.length() - 1).isLessThanOrEqualTo(EphemeralPorts.LAST);
        assertThat(EphemeralPorts.choose(random, port -> false)).isZero();
    }
}
