package dev.ristretto.kernel.machine.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What goes into a table comes out of it, for the same places. */
class NullMessageTableTest {
    private static final long SEED = 358;

    @Test
    void findsEachTextByItsPlace() {
        TreeMap<Integer, String> texts = new TreeMap<>();
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            texts.put(random.nextInt(1 << 28), text(random));
        }
        byte[] table = NullMessageTable.encode(texts);
        for (Map.Entry<Integer, String> entry : texts.entrySet()) {
            assertThat(NullMessageTable.find(table, entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    @Test
    void findsNothingBesideThePlaces() {
        byte[] table = NullMessageTable.encode(new TreeMap<>(Map.of(7, "a", 300, "b", 70_000, "ü")));
        for (int place : new int[] {0, 6, 8, 299, 301, 69_999, 70_001, -1, Integer.MAX_VALUE}) {
            assertThat(NullMessageTable.find(table, place)).as("%d", place).isNull();
        }
        assertThat(NullMessageTable.find(table, 70_000)).isEqualTo("ü");
        assertThat(NullMessageTable.find(NullMessageTable.encode(new TreeMap<>()), 0))
                .isNull();
    }

    /** A table that grew by each text's whole length would not be in every image. */
    @Test
    void whatTextsHaveInCommonIsThereOnce() {
        TreeMap<Integer, String> texts = new TreeMap<>();
        for (int i = 0; i < 1000; i++) {
            texts.put(
                    40 * i, "Cannot invoke \"java.util.Map.get(Object)\" because \"this.map" + i % 500 + "\" is null");
        }
        assertThat(NullMessageTable.encode(texts)).hasSizeLessThan(1000 * 3 + 500 * 8);
    }

    private static String text(Random random) {
        return "Cannot invoke \"some.Class" + random.nextInt(20) + ".method()\" because "
                + (random.nextBoolean() ? "\"this.field" : "the return value of \"a.B.method") + random.nextInt(50)
                + "\" is null";
    }
}
