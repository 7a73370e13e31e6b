package dev.ristretto.kernel.network.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The retransmission timeout: RFC 6298. */
class RttEstimatorTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void rfc6298_estimator() {
        RttEstimator estimator = new RttEstimator();
        assertThat(estimator.timeout()).isEqualTo(SECOND);
        estimator.sample(400 * MILLI);
        assertThat(estimator.timeout()).as("SRTT + 4 * RTTVAR = 400 + 4 * 200").isEqualTo(1200 * MILLI);
        estimator.sample(400 * MILLI);
        assertThat(estimator.timeout()).as("400 + 4 * 150").isEqualTo(1000 * MILLI);
        estimator.backOff();
        assertThat(estimator.timeout()).isEqualTo(2000 * MILLI);
        for (int i = 0; i < 100; i++) {
            estimator.backOff();
        }
        assertThat(estimator.timeout()).isEqualTo(RttEstimator.MAXIMUM);
        estimator.endBackOff();
        assertThat(estimator.timeout()).isEqualTo(1000 * MILLI);
    }
}
