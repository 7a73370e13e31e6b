package dev.ristretto.fleet.daemon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.LatestSample;
import dev.ristretto.fleet.api.SampleSeries;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.daemon.simulation.SimulatedClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What instances used, in memory that does not grow. */
class InstanceSamplesTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final InstanceSamples samples = new InstanceSamples();

    @Test
    void theProcessorIsAnAverageBetweenTwoLooks() {
        look(usage("a", 1, 10), usage("b", 2, 0));
        look(usage("a", 1, 11), usage("b", 2, 0.25));
        assertThat(samples.latest())
                .containsExactlyInAnyOrder(new LatestSample("a", 20, 1 << 20), new LatestSample("b", 5, 1 << 20));
        assertThat(samples.ofAll().cpuPercent()).containsExactly(0.0, 25.0);
        assertThat(samples.ofAll().memoryBytes()).containsExactly(2L << 20, 2L << 20);
        assertThat(samples.of("a").cpuPercent()).containsExactly(0.0, 20.0);
    }

    @Test
    void severalProcessorsAreMoreThanAHundredPercent() {
        look(usage("a", 1, 0));
        look(usage("a", 1, 7.5));
        assertThat(samples.of("a").cpuPercent()).containsExactly(0.0, 150.0);
    }

    @Test
    void anotherProcessOfTheSameNameBeginsAnew() {
        look(usage("a", 1, 100));
        look(usage("a", 2, 1));
        look(usage("a", 2, 2));
        assertThat(samples.of("a").cpuPercent()).containsExactly(0.0, 0.0, 20.0);
    }

    @Test
    void timeInWhichAnInstanceDidNotRunIsAGap() {
        look(usage("a", 1, 0));
        look();
        look(usage("a", 2, 0));
        SampleSeries series = samples.of("a");
        assertThat(series.times()).hasSize(2);
        assertThat(series.times().get(1) - series.times().get(0)).isEqualTo(10_000);
        assertThat(samples.ofAll().times()).hasSize(3);
        assertThat(samples.of("nobody").times()).isEmpty();
    }

    @Test
    void onlyTheLastWhileIsKeptAndWhoIsGoneIsForgotten() {
        look(usage("gone", 1, 0));
        for (int i = 0; i < 3 * TimeSeries.LENGTH; i++) {
            look(usage("a", 1, i));
        }
        assertThat(samples.of("gone").times()).isEmpty();
        assertThat(samples.of("a").times()).hasSize(TimeSeries.LENGTH).isSorted();
        assertThat(samples.latest()).hasSize(1);
    }

    private void look(Usage... usages) {
        clock.pass(Duration.ofSeconds(5));
        samples.add(List.of(usages), clock.instant());
    }

    private static Usage usage(String name, long pid, double cpuSeconds) {
        return new Usage(name, pid, cpuSeconds, 1 << 20, 64 << 20);
    }
}
