package dev.ristretto.fleet.daemon.reconcile;

/** Tells a reconciler's loop that there is something to do. Safe for use by several threads. */
public final class Trigger {

    private volatile Runnable loop = () -> {};

    /**
     * Has a loop told from now on, at once and by whoever raises it; it must not wait. Its first step needs nobody to
     * raise this.
     */
    void connect(Runnable action) {
        loop = action;
    }

    /** There is something to do. Does not wait. */
    public void raise() {
        loop.run();
    }
}
