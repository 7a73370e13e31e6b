package dev.ristretto.run.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

    @ParameterizedTest
    @CsvSource({
        "64M,67108864",
        "64,67108864",
        "64m,67108864",
        "1G,1073741824",
        "24576K,25165824",
        "64MiB,67108864",
        "64MB,67108864"
    })
    void amountsAreReadWithAndWithoutUnit(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "M", "-5M", "1.5G", "64X", "64B", "999999999999T"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySize.parse(text))
                .withMessageContaining("such as 64M");
    }

    @Test
    void amountsAreWrittenWithTheLargestUnit() {
        assertThat(MemorySize.format(25165824)).isEqualTo("24 MiB");
        assertThat(MemorySize.format(14_050_918)).isEqualTo("13.4 MiB");
        assertThat(MemorySize.format(512)).isEqualTo("512 B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1K", "1023K", "24M", "1025M", "1536M", "1G", "16T", "2048T"})
    void whatIsWrittenExactlyIsReadAsTheSame(String text) {
        assertThat(MemorySize.exact(MemorySize.parse(text))).isEqualTo(text);
    }
}
