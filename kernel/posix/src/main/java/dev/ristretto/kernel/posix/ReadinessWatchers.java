package dev.ristretto.kernel.posix;

import java.util.Arrays;

/** Who watches a file. Thread-safe; telling takes neither lock nor memory. */
final class ReadinessWatchers {
    private static final ReadinessWatcher[] NOBODY = {};

    /** In the place of one that has left while there was no memory for a shorter list. */
    private static final ReadinessWatcher LEFT = (file, events) -> {};

    private final Mutex changing = new Mutex();
    private volatile ReadinessWatcher[] all = NOBODY;

    void tell(OpenFile file, int events) {
        for (ReadinessWatcher watcher : all) {
            watcher.mayBeReady(file, events);
        }
    }

    void add(ReadinessWatcher watcher) {
        try (var _ = changing.hold()) {
            ReadinessWatcher[] grown = Arrays.copyOf(all, all.length + 1);
            grown[grown.length - 1] = watcher;
            all = grown;
        }
    }

    void remove(ReadinessWatcher watcher) {
        try (var _ = changing.hold()) {
            ReadinessWatcher[] old = all;
            for (int i = 0; i < old.length; i++) {
                if (old[i] == watcher) {
                    all = without(old, i);
                    return;
                }
            }
        }
    }

    /** Who leaves must not fail: it may be about to close, or to go on after a wait. */
    private static ReadinessWatcher[] without(ReadinessWatcher[] old, int index) {
        if (old.length == 1) {
            return NOBODY;
        }
        try {
            ReadinessWatcher[] shrunk = new ReadinessWatcher[old.length - 1];
            System.arraycopy(old, 0, shrunk, 0, index);
            System.arraycopy(old, index + 1, shrunk, index, shrunk.length - index);
            return shrunk;
        } catch (OutOfMemoryError e) {
            old[index] = LEFT;
            return old;
        }
    }
}
