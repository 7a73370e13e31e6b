package dev.ristretto.kernel.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MutexTest {
    @Test
    void aPermitGivenWhileTheThreadWaitsForTheLockIsNotLost() throws Exception {
        Mutex mutex = new Mutex();
        CountDownLatch registered = new CountDownLatch(1);
        Thread poller = new Thread(() -> {
            registered.countDown();
            try (var _ = mutex.hold()) {
                Thread.onSpinWait();
            }
            LockSupport.park(this); // for ever, if the permit is gone
        });
        try (var _ = mutex.hold()) {
            poller.start();
            registered.await();
            while (poller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            LockSupport.unpark(poller); // the event, announced between registration and park
        }
        poller.join();
        assertThat(poller.isAlive()).isFalse();
    }
}
