package dev.ristretto.kernel.machine.layout.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.machine.memory.RawMemory;
import java.lang.foreign.Arena;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimespecTest {
    private final RawMemory memory =
            RawMemory.at(Arena.global().allocate(Timespec.SIZE, 8).address(), Timespec.SIZE);
    private final PointerBase time = WordFactory.pointer(memory.address());

    @ParameterizedTest
    @CsvSource({"0,5", "-1,0", "9223372035,9223372035000000005", "9223372036,9223372036854775807"})
    void aTimeBeyondWhatFitsIsTheEndOfTimeAndOneBeforeTheStartIsTheStart(long seconds, long expected) {
        memory.putLong(0, seconds);
        memory.putLong(8, 5);
        assertThat(Timespec.get(time)).isEqualTo(expected);
    }

    @Test
    void aTimeIsDividedIntoSecondsAndNanoseconds() {
        Timespec.set(time, 3_000_000_007L);
        assertThat(Timespec.seconds(time)).isEqualTo(3);
        assertThat(Timespec.nanos(time)).isEqualTo(7);
        assertThat(Timespec.get(time)).isEqualTo(3_000_000_007L);
    }
}
