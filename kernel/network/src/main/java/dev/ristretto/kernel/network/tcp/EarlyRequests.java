package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.FlowKey;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Connection requests that come before the application listens: whoever connects while an instance starts is answered
 * when it does, and refused when it has not in time. A port of the host leads here from the first moment on, so what
 * came would be reset otherwise, or never answered by proxies that do not ask twice.
 */
final class EarlyRequests {
    /** How long requests are kept after {@link #begin}. */
    static final long DURATION = 2_000_000_000L;
    /** More are refused at once. */
    static final int MOST = 1024;

    private final LinkedHashMap<FlowKey, TcpSegment> waiting = new LinkedHashMap<>();
    private final TimerQueue timers;
    private final Timer timer;
    private boolean open;

    /** @param refuse called for each request that nobody has come for */
    EarlyRequests(TimerQueue timers, Consumer<TcpSegment> refuse) {
        this.timers = timers;
        timer = timers.newTimer(() -> {
            open = false;
            take(request -> true).forEach(refuse);
        });
    }

    /** The application starts: requests are kept from now on. */
    void begin() {
        open = true;
        timer.schedule(timers.nanoTime() + DURATION);
    }

    /** Keeps a request that nobody listens for, one of each pair of ends; false if it is to be refused. */
    boolean keep(TcpSegment syn) {
        FlowKey key = syn.key();
        if (!open || waiting.size() >= MOST && !waiting.containsKey(key)) {
            return false;
        }
        waiting.put(key, syn.withoutData());
        return true;
    }

    /** Takes out the requests that a new listener may answer, oldest first. */
    List<TcpSegment> take(Predicate<TcpSegment> answered) {
        List<TcpSegment> taken = new ArrayList<>();
        waiting.values().removeIf(request -> answered.test(request) && taken.add(request));
        return taken;
    }
}
