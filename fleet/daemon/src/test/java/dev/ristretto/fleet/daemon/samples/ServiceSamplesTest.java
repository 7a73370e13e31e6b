package dev.ristretto.fleet.daemon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.ServiceSeries;
import dev.ristretto.fleet.balancer.AnswerCounts;
import dev.ristretto.fleet.balancer.Traffic;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What services did, from what the balancer has counted since it was started. */
class ServiceSamplesTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final ServiceSamples samples = new ServiceSamples();

    @Test
    void countsBecomeRatesBetweenTwoLooks() {
        look(1, traffic(100, 0, 100, 1000, 0));
        look(1, traffic(600, 10, 500, 9000, 7));
        ServiceSeries series = samples.of("web");
        assertThat(series.times()).hasSize(2);
        assertThat(series.requestsPerSecond()).containsExactly(0.0, 100.0);
        assertThat(series.failuresPerSecond()).containsExactly(0.0, 2.0);
        assertThat(series.latencyMillis()).as("8000 ms for 400 answers").containsExactly(0.0, 20.0);
        assertThat(series.inFlight()).containsExactly(1L, 8L);
        assertThat(series.ready()).containsExactly(3L, 3L);
        assertThat(series.cpuPercent()).containsExactly(12.5, 12.5);
    }

    @Test
    void aBalancerThatWasStartedAgainBeginsAnew() {
        look(1, traffic(1000, 0, 1000, 0, 0));
        look(1, traffic(5, 0, 5, 0, 0));
        look(1, traffic(10, 0, 10, 0, 0));
        assertThat(samples.of("web").requestsPerSecond()).containsExactly(0.0, 0.0, 1.0);
    }

    @Test
    void anotherServiceOfTheSameNameBeginsAnew() {
        look(1, traffic(1000, 0, 1000, 0, 0));
        look(2, traffic(2000, 0, 2000, 0, 0));
        assertThat(samples.of("web").requestsPerSecond()).containsExactly(0.0, 0.0);
    }

    @Test
    void aServiceWithoutAPortHasNoTrafficButReplicas() {
        look(1, Optional.empty());
        assertThat(samples.of("web").ready()).containsExactly(3L);
        assertThat(samples.of("web").inFlight()).containsExactly(0L);
        assertThat(samples.of("nobody").times()).isEmpty();
    }

    private void look(long id, Optional<Traffic> traffic) {
        clock.pass(Duration.ofSeconds(5));
        samples.add(List.of(new ServiceSamples.Look("web", id, 12.5, 1 << 20, 3, traffic)), clock.instant());
    }

    private static Optional<Traffic> traffic(long total, long failed, long answered, long millis, int waiting) {
        AnswerCounts answers = new AnswerCounts(answered, failed, millis * 1_000_000, List.of());
        return Optional.of(new Traffic("web", 1, 0, waiting, total, answers, Map.of(), null));
    }
}
