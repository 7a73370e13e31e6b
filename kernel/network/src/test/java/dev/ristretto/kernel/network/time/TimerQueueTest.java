package dev.ristretto.kernel.network.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Timers against a map. */
class TimerQueueTest {
    @Test
    void timersRunInOrderAndCancelledOnesNever() {
        Random random = new Random(1);
        TimerQueue queue = new TimerQueue(() -> 0);
        Map<Timer, Long> model = new HashMap<>();
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timers.add(queue.newTimer(() -> {}));
        }
        for (int i = 0; i < 20_000; i++) {
            Timer timer = timers.get(random.nextInt(timers.size()));
            if (random.nextInt(3) == 0) {
                queue.cancel(timer);
                model.remove(timer);
            } else {
                long deadline = random.nextInt(1000);
                queue.schedule(timer, deadline);
                model.put(timer, deadline);
            }
            long first =
                    model.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            assertThat(queue.nextDeadline()).isEqualTo(first);
            if (random.nextInt(10) == 0) {
                Timer due = queue.pollDue(first);
                assertThat(due == null ? null : model.remove(due)).isEqualTo(first == Long.MAX_VALUE ? null : first);
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }
}
