package dev.ristretto.fleet.daemon.reconcile;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The loops of many state machines, each until its machine is removed. Safe for use by several threads. */
public final class ReconcilerLoops {

    private static final Logger LOG = System.getLogger(ReconcilerLoops.class.getName());

    /** How long the last steps may take. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(10);

    private final Map<Reconciler, ReconcilerLoop> loops = new ConcurrentHashMap<>();

    /**
     * Begins to take a machine's steps.
     *
     * @param afterRemoval is done after its last
     */
    public void start(Reconciler machine, Runnable afterRemoval) {
        ReconcilerLoop loop = new ReconcilerLoop(machine, () -> {
            afterRemoval.run();
            loops.remove(machine);
        });
        loops.put(machine, loop);
        loop.start();
    }

    /** How many steps are being taken. */
    public long awake() {
        return loops.values().stream().filter(ReconcilerLoop::isAwake).count();
    }

    /**
     * Has no further steps taken, and waits for those that have begun. What takes longer fails later, and the next
     * daemon takes it again.
     */
    public void stop() {
        List<ReconcilerLoop> last = List.copyOf(loops.values());
        last.forEach(ReconcilerLoop::stop);
        long end = System.nanoTime() + LAST_STEPS.toNanos();
        try {
            for (ReconcilerLoop loop : last) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive() || !loop.awaitEnd(left)) {
                    LOG.log(Level.WARNING, "some steps did not come to their end; the next daemon takes them again");
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
