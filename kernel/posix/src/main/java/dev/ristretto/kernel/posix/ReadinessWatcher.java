package dev.ristretto.kernel.posix;

/** Is told when an open file may have become ready. */
public interface ReadinessWatcher {
    /**
     * Something among {@code events} ({@link PollEvents}) may be true now. Called by whichever thread made the change,
     * possibly with locks of the changed object held: the watcher may queue and wake, but must not block or call back
     * into {@code file}.
     */
    void mayBeReady(OpenFile file, int events);
}
