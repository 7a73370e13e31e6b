package dev.ristretto.kernel.machine.platform.pc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ristretto.kernel.machine.layout.x86.ParavirtualClockPage;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.Random;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParavirtualTimeTest {
    private static final int STABLE = 1;

    private final RawMemory memory = RawMemory.at(
            Arena.global()
                    .allocate(ParavirtualClockPage.SIZE, ParavirtualClockPage.SIZE)
                    .address(),
            ParavirtualClockPage.SIZE);
    private final Pointer page = WordFactory.pointer(memory.address());

    private void write(long timestamp, long systemTime, long multiplier, int shift) {
        memory.putLong(8, timestamp);
        memory.putLong(16, systemTime);
        memory.putInt(24, (int) multiplier);
        memory.putInt(28, shift & 0xff | STABLE << 8);
    }

    /** Multiplier and shift as KVM computes them: the multiplier has its highest bit set where it can. */
    private void writeForFrequency(long hertz, long timestamp, long systemTime) {
        int shift = 0;
        BigInteger multiplier = BigInteger.valueOf(1_000_000_000).shiftLeft(32).divide(BigInteger.valueOf(hertz));
        while (multiplier.bitLength() > 32) {
            multiplier = multiplier.shiftRight(1);
            shift++;
        }
        while (multiplier.bitLength() < 32) {
            shift--;
            multiplier = BigInteger.valueOf(1_000_000_000).shiftLeft(32 - shift).divide(BigInteger.valueOf(hertz));
        }
        write(timestamp, systemTime, multiplier.longValueExact(), shift);
    }

    @Test
    void thePageIsReadAsTheHostWritesIt() {
        memory.putInt(0, 6);
        write(1, 2, 0xffff_fffeL, -3);
        memory.putInt(32, 4);
        memory.putInt(36, 0x8000_0001);
        memory.putInt(40, 999_999_999);
        assertThat(ParavirtualClockPage.version(page)).isEqualTo(6);
        assertThat(ParavirtualClockPage.multiplier(page)).isEqualTo(0xffff_fffeL);
        assertThat(ParavirtualClockPage.shift(page)).isEqualTo(-3);
        assertThat(ParavirtualClockPage.isStable(page)).isTrue();
        assertThat(ParavirtualClockPage.wallVersion(page)).isEqualTo(4);
        assertThat(ParavirtualTime.wallAtZero(page)).as("after 2038").isEqualTo(2_147_483_649_999_999_999L);
        memory.putInt(28, 0);
        assertThat(ParavirtualClockPage.isStable(page)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100000000", "999999999", "1000000000", "2445420000", "2999999123", "5700000000"})
    void aDayOfTicksIsADay(long hertz) {
        writeForFrequency(hertz, 123_456_789, 1_000);
        long day = 86_400L * 1_000_000_000;
        assertThat(ParavirtualTime.nanos(page, 123_456_789 + 86_400 * hertz))
                .as("to a part in two thousand million")
                .isCloseTo(1_000 + day, within(day / 2_000_000_000L + 1));
        assertThat(ParavirtualTime.hertz(page)).isCloseTo(hertz, within(hertz / 1_000_000_000 + 8));
    }

    @Test
    void nothingOverflowsInYears() {
        writeForFrequency(4_000_000_000L, 0, 0);
        long seconds = 20L * 366 * 86_400;
        assertThat(ParavirtualTime.nanos(page, seconds * 4_000_000_000L) / 1_000_000_000)
                .isEqualTo(seconds);
    }

    @Test
    void theFormulaIsTheHosts() {
        long seed = 20261129;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long multiplier = random.nextInt() & 0xffff_ffffL | 1;
            int shift = random.nextInt(8) - 5;
            long since = random.nextLong() >>> 4 + random.nextInt(50);
            write(77, 99, multiplier, shift);
            long shifted = shift < 0 ? since >>> -shift : since << shift;
            long expected = BigInteger.valueOf(shifted)
                    .multiply(BigInteger.valueOf(multiplier))
                    .shiftRight(32)
                    .longValue();
            assertThat(ParavirtualTime.nanos(page, 77 + since))
                    .as("seed %d: %d ticks, %d, %d", seed, since, multiplier, shift)
                    .isEqualTo(99 + expected);
        }
    }

    @Test
    void aCounterReadBeforeTheHostWroteIsNotTakenForALongTime() {
        writeForFrequency(2_000_000_000, 1_000, 5_000);
        assertThat(ParavirtualTime.nanos(page, 900)).isEqualTo(5_000);
    }

    @Test
    void aPageThatNobodyHasWrittenSaysNoFrequency() {
        assertThat(ParavirtualTime.hertz(page)).isZero();
    }
}
