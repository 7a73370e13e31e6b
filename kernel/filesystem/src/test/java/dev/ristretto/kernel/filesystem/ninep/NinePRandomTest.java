package dev.ristretto.kernel.filesystem.ninep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A folder of a server does what a simple model does. The system property {@code filesystem.steps} makes it do more; a
 * seed is one of the numbers below plus {@code filesystem.seed}.
 */
class NinePRandomTest {
    private static final int STEPS = Integer.getInteger("filesystem.steps", 3_000);
    private static final long SEED = Long.getLong("filesystem.seed", 0);

    private final AtomicLong time = new AtomicLong(1_700_000_000_000_000_000L);

    @ParameterizedTest
    @CsvSource({"1, 8192, 40", "2, 65536, 400", "3, 1000000, 1500"})
    void doesWhatAModelDoes(long number, int largest, int spread) throws Exception {
        MemoryVolume shared = new MemoryVolume(1L << 30, time::get);
        MemoryVolume model = new MemoryVolume(1L << 30, time::get);
        ModelServer server = new ModelServer(shared, largest);
        NinePVolume volume = NinePVolume.mount(server, "", time::get, false);
        RandomChanges changes = new RandomChanges(SEED + number, volume, model, spread).withoutAttributes();
        for (int step = 1; step <= STEPS; step++) {
            time.addAndGet(1_000_000);
            changes.step(step);
            if (step % 500 == 0) {
                changes.compare("step " + step);
            }
            if (step % 1000 == 0) {
                changes.closeAll();
                volume.close();
                assertThat(server.fids()).as("fids of a client that is gone").isZero();
                volume = NinePVolume.mount(server, "", time::get, false);
                changes.mounted(volume);
                changes.compare("mounted again at step " + step);
            }
        }
        assertThat(server.mostFids()).as("fids at once").isLessThan(300);
    }
}
