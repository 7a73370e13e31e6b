package dev.ristretto.kernel.network.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The map of ports against a hash map. */
class PortMapTest {
    @Test
    void aPortMapBehavesLikeAMap() {
        Random random = new Random(3);
        PortMap<String> map = new PortMap<>();
        Map<Integer, String> model = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            int port = random.nextInt(2000);
            if (random.nextBoolean()) {
                map.put(port, "v" + i);
                model.put(port, "v" + i);
            } else {
                map.remove(port);
                model.remove(port);
            }
            int probe = random.nextInt(2000);
            assertThat(map.get(probe)).isEqualTo(model.get(probe));
            assertThat(map.size()).isEqualTo(model.size());
        }
    }
}
