package dev.ristretto.kernel.compression.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What goes into a table comes out of it, for the same places. */
class TextTableTest {
    private static final long SEED = 358;
    private static final List<String> PHRASES =
            List.of("\" because \"", "\" is null", "\" because the return value of \"");

    @Test
    void findsEachTextByItsPlace() {
        TreeMap<Integer, String> texts = new TreeMap<>();
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            texts.put(random.nextInt(1 << 28), text(random));
        }
        byte[] table = TextTable.encode(texts, PHRASES);
        for (Map.Entry<Integer, String> entry : texts.entrySet()) {
            assertThat(TextTable.find(table, entry.getKey(), PHRASES)).isEqualTo(entry.getValue());
        }
    }

    @Test
    void findsNothingBesideThePlaces() {
        byte[] table = TextTable.encode(new TreeMap<>(Map.of(7, "a", 300, "b", 70_000, "ü")), PHRASES);
        for (int place : new int[] {0, 6, 8, 299, 301, 69_999, 70_001, -1, Integer.MAX_VALUE}) {
            assertThat(TextTable.find(table, place, PHRASES)).as("%d", place).isNull();
        }
        assertThat(TextTable.find(table, 70_000, PHRASES)).isEqualTo("ü");
        assertThat(TextTable.find(TextTable.encode(new TreeMap<>(), PHRASES), 0, PHRASES))
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
        assertThat(TextTable.encode(texts, PHRASES)).hasSizeLessThan(1000 * 3 + 500 * 8);
    }

    private static String text(Random random) {
        return "Cannot invoke \"some.Class" + random.nextInt(20) + ".method()\" because "
                + (random.nextBoolean() ? "\"this.field" : "the return value of \"a.B.method") + random.nextInt(50)
                + "\" is null";
    }
}
