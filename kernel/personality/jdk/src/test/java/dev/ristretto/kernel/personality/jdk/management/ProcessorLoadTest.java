package dev.ristretto.kernel.personality.jdk.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorLoadTest {
    private static final long SECOND = 1_000_000_000;

    private long now;
    private long busy;
    private final ProcessorLoad load = new ProcessorLoad(() -> now, () -> busy);

    private double after(long nanos, long ofThemBusy) {
        now += nanos;
        busy += ofThemBusy;
        return load.get();
    }

    @Test
    void itIsThePartOfTheTimeSinceItWasLastAskedFor() {
        assertThat(after(4 * SECOND, SECOND)).isEqualTo(0.25);
        assertThat(after(2 * SECOND, SECOND)).isEqualTo(0.5);
        assertThat(after(SECOND, 0)).isZero();
    }

    @Test
    void itIsMeasuredOverATenthOfASecondAtLeast() {
        assertThat(after(SECOND, SECOND)).isEqualTo(1);
        assertThat(after(SECOND / 20, 0)).isEqualTo(1);
        assertThat(after(SECOND / 20, SECOND / 20)).isEqualTo(0.5);
    }

    @Test
    void itIsNeverMoreThanOne() {
        assertThat(after(SECOND, SECOND + 10)).isEqualTo(1);
    }
}
