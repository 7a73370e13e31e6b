package dev.ristretto.run.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorCountTest {

    @Test
    void whatIsWrittenIsRead() {
        for (int number = 1; number <= 64; number++) {
            assertThat(ProcessorCount.parse(ProcessorCount.format(number))).isEqualTo(number);
        }
        assertThat(ProcessorCount.parse("auto")).isEqualTo(ProcessorCount.AUTO);
        assertThat(ProcessorCount.format(ProcessorCount.AUTO)).isEqualTo("auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65", "1.5", "two", "", "AUTO", " 1", "4294967297", "+2"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ProcessorCount.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a number of processors: write one from 1 to 64, or auto for as many"
                        + " as the computer has");
    }

    @Test
    void autoIsWhatThisComputerHas() {
        assertThat(ProcessorCount.resolve(ProcessorCount.AUTO))
                .isEqualTo(ProcessorCount.most(Runtime.getRuntime().availableProcessors()));
        assertThat(ProcessorCount.resolve(64)).isEqualTo(64);
    }

    @Test
    void noInstanceHasAllOfAVeryLargeComputer() {
        assertThat(ProcessorCount.most(3)).isEqualTo(3);
        assertThat(ProcessorCount.most(256)).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65})
    void noInstanceHasSoMany(int number) {
        InstanceSpecification.Builder builder = InstanceSpecification.builder("a", Path.of("image.elf"), 1 << 20);
        assertThat(builder.build().processors()).isEqualTo(1);
        assertThatThrownBy(builder.processors(number)::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An instance has from 1 to 64 processors, not " + number);
    }

    @Test
    void aSpecificationThatIsChangedKeepsItsProcessors() {
        InstanceSpecification two = InstanceSpecification.builder("a", Path.of("image.elf"), 1 << 20)
                .processors(2)
                .build();
        assertThat(two.toBuilder().build()).isEqualTo(two);
    }
}
