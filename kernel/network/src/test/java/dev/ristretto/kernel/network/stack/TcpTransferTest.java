package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.link.LinkFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams between two stacks arrive complete and in order, whatever the wire does. */
class TcpTransferTest {
    private static final LinkFeatures OFFLOAD = new LinkFeatures(true, 65535);

    private static void transferBothWays(Pair pair, long bytes, long limitSeconds) {
        Transfer up = new Transfer(pair.world, pair.client, pair.server, bytes, pair.world.seed);
        Transfer down = new Transfer(pair.world, pair.server, pair.client, bytes, ~pair.world.seed);
        boolean done = pair.world.runUntil(() -> up.isDone() && down.isDone(), limitSeconds * World.SECOND);
        assertThat(done)
                .as("seed %d: %d and %d of %d bytes", pair.world.seed, up.consumed(), down.consumed(), bytes)
                .isTrue();
        pair.finish();
    }

    @Test
    void aPerfectWireLosesNothing() {
        transferBothWays(new Pair(1).connect(), 3_000_000, 10);
    }

    @Test
    void segmentsOf64KiBAreCutByTheLink() {
        Pair pair = new Pair(2, OFFLOAD, StackOptions.defaults());
        transferBothWays(pair.connect(), 10_000_000, 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void lossDelaysButDoesNotDamage(long seed) {
        Pair pair = new Pair(seed);
        pair.wire.loss = 0.05;
        transferBothWays(pair.connect(), 1_000_000, 600);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void reorderedFramesArePutInOrder(long seed) {
        Pair pair = new Pair(seed);
        pair.wire.reordering = 0.3;
        transferBothWays(pair.connect(), 1_000_000, 600);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void duplicatesAreDiscarded(long seed) {
        Pair pair = new Pair(seed);
        pair.wire.duplication = 0.3;
        transferBothWays(pair.connect(), 1_000_000, 600);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedFramesCountAsLost(long seed) {
        Pair pair = new Pair(seed);
        pair.wire.corruption = 0.05;
        transferBothWays(pair.connect(), 1_000_000, 600);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingAtOnceWithOffloads(long seed) {
        Pair pair = new Pair(seed, OFFLOAD, StackOptions.defaults());
        pair.wire.loss = 0.03;
        pair.wire.reordering = 0.1;
        pair.wire.duplication = 0.05;
        pair.wire.corruption = 0.02;
        pair.wire.delay = 20 * World.MILLI;
        transferBothWays(pair.connect(), 1_000_000, 1800);
    }

    @Test
    void aWireThatLosesAThirdStillDelivers() {
        Pair pair = new Pair(7);
        pair.wire.loss = 0.33;
        transferBothWays(pair.connect(), 50_000, 3600);
    }
}
