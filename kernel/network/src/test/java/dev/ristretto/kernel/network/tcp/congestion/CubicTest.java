package dev.ristretto.kernel.network.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Congestion control: RFC 9438. */
class CubicTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void rfc9438_growthIsConcaveThenConvex() {
        Cubic cubic = new Cubic(1000);
        cubic.acknowledged(990_000, 1, 10 * MILLI);
        assertThat(cubic.window()).isEqualTo(1_000_000);
        cubic.lost(1_000_000);
        assertThat(cubic.window()).isEqualTo(700_000);
        long now = SECOND;
        int[] windows = new int[4];
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int i = 0; i < 30; i++) {
                cubic.acknowledged(cubic.window(), now, 50 * MILLI);
                now += 50 * MILLI;
            }
            windows[quarter] = cubic.window();
        }
        assertThat(windows[0] - 700_000).as("steep at first").isGreaterThan(windows[1] - windows[0]);
        assertThat(windows[3] - windows[2])
                .as("and again beyond the old maximum")
                .isGreaterThan(0);
        assertThat(windows[2]).isGreaterThan(900_000);
    }
}
