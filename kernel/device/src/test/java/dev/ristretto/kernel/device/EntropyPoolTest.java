package dev.ristretto.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntropyPoolTest {
    /** The first two blocks of the key stream with a zero key (RFC 8439 appendix A.1, test vectors 1 and 2). */
    private static final String STREAM = "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
            + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
            + "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
            + "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f";

    private static String fill(EntropyPool pool, int bytes) {
        byte[] target = new byte[bytes];
        pool.fill(target);
        return HexFormat.of().formatHex(target);
    }

    @Test
    void whatItGivesIsTheKeyStreamBehindTheNextKey() {
        assertThat(fill(new EntropyPool(index -> 0, () -> 0), 96)).isEqualTo(STREAM.substring(64));
    }

    @Test
    void theNextKeyIsTheFirstPartOfTheStream() {
        EntropyPool pool = new EntropyPool(index -> 0, () -> 0);
        String first = fill(pool, 32);
        EntropyPool seeded = new EntropyPool(
                index -> Long.reverseBytes(Long.parseUnsignedLong(STREAM.substring(16 * index, 16 * index + 16), 16)),
                () -> 0);
        assertThat(fill(pool, 32)).isEqualTo(fill(seeded, 32)).isNotEqualTo(first);
    }

    @Test
    void theHostIsAskedOnceAndTheProcessorEachTime() {
        List<Integer> asked = new ArrayList<>();
        int[] words = new int[1];
        EntropyPool pool = new EntropyPool(
                index -> {
                    asked.add(index);
                    return index;
                },
                () -> words[0]++);
        fill(pool, 5);
        fill(pool, 5);
        assertThat(asked).containsExactly(0, 1, 2, 3);
        assertThat(words[0]).isEqualTo(8);
    }

    @Test
    void everyByteThatIsMixedInMatters() {
        for (int at : new int[] {0, 31, 32, 40}) {
            byte[] seed = new byte[41];
            EntropyPool zeroes = new EntropyPool(index -> 0, () -> 0);
            zeroes.mix(seed);
            seed[at] = 1;
            EntropyPool other = new EntropyPool(index -> 0, () -> 0);
            other.mix(seed);
            assertThat(fill(other, 16)).as("byte %d", at).isNotEqualTo(fill(zeroes, 16));
        }
    }
}
