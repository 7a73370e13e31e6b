package dev.ristretto.kernel.personality.jdk.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DirectMemoryTest {

    private static final int MANY = 100;

    @Test
    void whatNobodyHasAnyMoreIsFreedBeforeThereIsNoRoom() {
        WeakReference<Object> gone = new WeakReference<>(new Object());
        assertThat(DirectMemory.reserve(() -> gone.refersTo(null))).isTrue();
    }

    @Test
    void atLastThereIsNoRoom() {
        AtomicInteger attempts = new AtomicInteger();
        assertThat(DirectMemory.reserve(() -> attempts.incrementAndGet() > MANY))
                .isFalse();
        assertThat(attempts.get()).isBetween(2, MANY);
    }

    @Test
    void whoIsInterruptedGoesOnAndStaysSo() {
        AtomicInteger attempts = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThat(DirectMemory.reserve(() -> attempts.incrementAndGet() > 2)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
