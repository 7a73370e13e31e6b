package dev.ristretto.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeapGaugeTest {
    private static final long MOST = 1 << 20;

    private long used;
    /** What a collection leaves. */
    private long needed;

    private int collections;
    private long now;
    private long busy;
    private final HeapGauge gauge = new HeapGauge(() -> MOST, () -> used, this::collect, () -> now, () -> busy);

    private void collect() {
        collections++;
        used = needed;
    }

    @Test
    void workIsDoneWhenNobodyHasAnythingToDo() {
        now += TimeUnit.SECONDS.toNanos(1);
        gauge.workBegins();
        now += TimeUnit.SECONDS.toNanos(1);
        busy += TimeUnit.SECONDS.toNanos(1);
        assertThat(gauge.isWorkDone()).isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(gauge.isWorkDone()).isTrue();
        gauge.workBegins();
        assertThat(gauge.isWorkDone()).isFalse();
    }

    @Test
    void aHeapThatIsHalfEmptyCostsNoCollection() {
        used = MOST / 2;
        assertThat(gauge.isLow()).isFalse();
        assertThat(collections).isZero();
    }

    @Test
    void garbageIsNotMemoryInUse() {
        used = MOST - 1;
        needed = MOST / 2;
        assertThat(gauge.isLow()).isFalse();
        assertThat(collections).isEqualTo(1);
        used = MOST - 1;
        assertThat(gauge.isLow()).as("at once again").isFalse();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void aHeapThatIsNeededIsLookedAtNowAndThen() {
        used = MOST;
        needed = MOST - 1000;
        for (int i = 0; i < 1000; i++) {
            assertThat(gauge.isLow()).isTrue();
            now += TimeUnit.MILLISECONDS.toNanos(5);
        }
        assertThat(collections).isEqualTo(100);
        needed = MOST / 4;
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(gauge.isLow()).isFalse();
    }

    @Test
    void aProgramThatLivesJustBelowTheMarkIsNotMadeToCollectAllTheTime() {
        needed = MOST - MOST / 4;
        for (int i = 0; i < 100; i++) {
            used = MOST - MOST / 4 + MOST / 20;
            assertThat(gauge.isLow()).isFalse();
        }
        assertThat(collections).isEqualTo(1);
    }
}
