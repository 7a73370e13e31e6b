package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootOptionsTest {

    @Test
    void whatAHostWritesTheImageReads() {
        RootOptions options = new RootOptions(
                true,
                List.of(
                        new TemporaryPlace("/tmp", 64 << 20),
                        new TemporaryPlace("/var/a b", 0),
                        new TemporaryPlace("/c:5", 0)));
        assertThat(options.tokens()).isEqualTo("read-only tmpfs=/tmp:67108864 tmpfs=/var/a%20b tmpfs=/c:5:0 ");
        assertThat(RootOptions.of("abi=1 " + options.tokens() + "arg=x")).isEqualTo(options);
        assertThat(options.temporaryBytes()).isEqualTo(64 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abi=1 arg=read-only env=A=tmpfs=/tmp", "read-only-not hostname=read-only"})
    void whatLooksLikeItElsewhereIsNothing(String line) {
        assertThat(RootOptions.of(line)).isEqualTo(RootOptions.USUAL);
        assertThat(RootOptions.USUAL.tokens()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tmpfs=",
                "tmpfs=/",
                "tmpfs=tmp",
                "tmpfs=//tmp",
                "tmpfs=/tmp:",
                "tmpfs=/tmp:-1",
                "tmpfs=/a:1M",
                "tmpfs=/tmp tmpfs=/tmp:1",
                "tmpfs=/tmp%00"
            })
    void whatCannotBeIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> RootOptions.of(line));
    }

    @Test
    void thereAreNotTooManyPlaces() {
        List<TemporaryPlace> places = IntStream.range(0, 17)
                .mapToObj(n -> new TemporaryPlace("/" + n + "x", 0))
                .toList();
        assertThat(new RootOptions(false, places.subList(0, 16)).temporary()).hasSize(16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RootOptions(false, places))
                .withMessageContaining("at most 16 places, not 17");
    }
}
