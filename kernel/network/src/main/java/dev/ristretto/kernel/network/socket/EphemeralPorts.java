package dev.ristretto.kernel.network.socket;

import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** Choice of a free port at random (RFC 6056 section 3.3.1). Tries every port before it gives up. */
public final class EphemeralPorts {
    /** The first port to choose from. */
    public static final int FIRST = 32768;
    /** The last port to choose from. */
    public static final int LAST = 60999;

    private EphemeralPorts() {}

    /** A port for which {@code isFree} holds, or 0 if it holds for none. */
    public static int choose(RandomGenerator random, IntPredicate isFree) {
        int count = LAST - FIRST + 1;
        int start = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            int port = FIRST + (start + i) % count;
            if (isFree.test(port)) {
                return port;
            }
        }
        return 0;
    }
}
