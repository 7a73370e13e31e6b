package dev.ristretto.kernel.network.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SettlingLockTest {
    private int settled;
    private final SettlingLock lock = new SettlingLock(new TimerQueue(() -> 0), () -> settled++);

    @Test
    void theOutermostCallSettlesAndIsTold() {
        List<String> told = new ArrayList<>();
        lock.enter();
        lock.setObserver(holder -> {
            if (holder == null) {
                told.add("given up after " + settled);
            } else {
                assertThat(holder).isSameAs(Thread.currentThread());
                told.add("taken");
            }
        });
        lock.leave();
        lock.enter();
        lock.enter();
        lock.leave();
        lock.leave();
        assertThat(told).containsExactly("given up after 1", "taken", "given up after 2");
    }

    /** An interruption is kept for whoever waits for it, and a driver that was interrupted goes on. */
    @Test
    void anInterruptedDriverGetsTheLock() throws Exception {
        lock.enter();
        CountDownLatch done = new CountDownLatch(1);
        boolean[] interrupted = new boolean[1];
        Thread driver = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            lock.enterDriver();
            interrupted[0] = Thread.currentThread().isInterrupted();
            lock.leaveDriver();
            done.countDown();
        });
        while (driver.getState() == Thread.State.NEW || driver.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        lock.leave();
        done.await();
        assertThat(interrupted[0]).isTrue();
    }
}
