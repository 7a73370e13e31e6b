package dev.ristretto.kernel.network.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges of sequence numbers against a set of numbers. */
class RangesTest {
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
    void sequenceNumbersWrapAround() {
        assertThat(Sequence.before(0xffff_fff0, 5)).isTrue();
        assertThat(Sequence.after(5, 0xffff_fff0)).isTrue();
        assertThat(Sequence.max(0xffff_fff0, 5)).isEqualTo(5);
        assertThat(Sequence.min(0xffff_fff0, 5)).isEqualTo(0xffff_fff0);
    }
}
