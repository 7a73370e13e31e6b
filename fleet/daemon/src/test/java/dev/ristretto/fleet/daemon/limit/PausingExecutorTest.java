package dev.ristretto.fleet.daemon.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PausingExecutorTest {

    private static final int MOST = 8;

    private final BlockingQueue<Boolean> said = new LinkedBlockingQueue<>();
    private final PausingExecutor executor = new PausingExecutor(MOST, said::add);
    private final List<CountDownLatch> unfinished = new ArrayList<>();

    private void begin(int tasks) {
        for (int i = 0; i < tasks; i++) {
            CountDownLatch end = new CountDownLatch(1);
            unfinished.add(end);
            executor.execute(() -> await(end));
        }
    }

    private void end(int tasks) {
        for (int i = 0; i < tasks; i++) {
            unfinished.removeLast().countDown();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void acceptsUntilThereAreTooManyTasksAndAgainWhenHalfOfThemHaveEnded() throws Exception {
        begin(MOST - 1);
        assertThat(said).isEmpty();
        begin(1);
        assertThat(said.take()).isFalse();
        begin(MOST);
        end(MOST);
        assertThat(said).isEmpty();
        end(MOST / 2);
        assertThat(said.take()).isTrue();
        begin(MOST / 2);
        assertThat(said.take()).isFalse();
        end(MOST);
        assertThat(said.take()).isTrue();
        assertThat(said).isEmpty();
    }

    @Test
    void aTaskThatFailsHasEnded() throws Exception {
        begin(MOST - 1);
        CountDownLatch begun = new CountDownLatch(1);
        executor.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> begun.countDown());
            throw new IllegalStateException("as it happens");
        });
        assertThat(said.take()).isFalse();
        begun.await();
        end(MOST / 2 - 1);
        assertThat(said.take()).isTrue();
    }
}
