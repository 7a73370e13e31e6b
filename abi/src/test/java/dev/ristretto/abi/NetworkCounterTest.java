package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.NetworkCounter.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NetworkCounterTest {

    private static final List<NetworkCounter> ALL = List.of(NetworkCounter.values());
    private static final NetworkCounter FIRST = ALL.get(0);
    private static final NetworkCounter LAST = ALL.get(ALL.size() - 1);

    /** Its order is the interface: images and hosts of other versions rely on it. */
    @Test
    void theOrderOfTheWordsIsThatOfTheDocument() throws Exception {
        String document = Files.readString(Path.of("../docs/abi.md"));
        String names = document.substring(document.indexOf("    " + FIRST), document.indexOf("A new counter"));
        assertThat(Arrays.asList(names.strip().split("\\s+")))
                .isEqualTo(ALL.stream().map(NetworkCounter::name).toList());
    }

    @Test
    void theBlockHasRoomForAll() {
        assertThat(NetworkCounterBlock.offset(LAST) + Long.BYTES).isLessThanOrEqualTo(NetworkCounterBlock.SIZE);
        assertThat(NetworkCounterBlock.offset(FIRST)).isEqualTo(16);
    }

    @Test
    void theBlockBeginsWithItsLetters() {
        byte[] letters = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(NetworkCounterBlock.MAGIC)
                .array();
        assertThat(new String(letters, StandardCharsets.US_ASCII)).isEqualTo("RISTNET1");
    }

    @Test
    void noTwoOfAKindHaveTheSameLabels() {
        for (Kind kind : List.of(Kind.FRAMES, Kind.BYTES, Kind.DROPS)) {
            assertThat(ALL.stream()
                            .filter(counter -> counter.kind() == kind)
                            .map(NetworkCounter::labels)
                            .toList())
                    .as("%s", kind)
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void eachFrameCounterHasOneOfItsBytes() {
        assertThat(labels(Kind.FRAMES)).isEqualTo(labels(Kind.BYTES)).hasSize(12);
    }

    @Test
    void labelsAreWordsInTheirOrder() {
        assertThat(NetworkCounter.UDP_NO_PORT.labels())
                .containsExactly(
                        Map.entry("protocol", "udp"),
                        Map.entry("direction", "receive"),
                        Map.entry("reason", "no_port"));
        assertThat(NetworkCounter.OTHER_IPV4_SENT_BYTES.labels())
                .containsExactly(Map.entry("protocol", "other_ipv4"), Map.entry("direction", "transmit"));
        assertThat(NetworkCounter.TCP_OUT_RSTS.labels()).isEmpty();
        Pattern word = Pattern.compile("[a-z][a-z0-9_]*");
        assertThat(ALL)
                .allSatisfy(counter -> assertThat(counter.labels().values()).allMatch(word.asMatchPredicate()));
    }

    private static List<Map<String, String>> labels(Kind kind) {
        return ALL.stream()
                .filter(counter -> counter.kind() == kind)
                .map(NetworkCounter::labels)
                .toList();
    }
}
