package dev.ristretto.fleet.balancer.admission;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was admitted, from then until {@link #leave}. Whoever serves it says how far it is. Safe for use by
 * several threads.
 */
public final class Admitted {

    private static final long NEW_NANOS = 2_000_000_000;

    final Share service;
    final Share peer;
    private final Admission admission;
    private final Runnable close;
    private final Pace receiving = new Pace();
    private final Pace sending = new Pace();

    /** Beyond what every connection is charged. */
    private final AtomicLong charged = new AtomicLong();

    private volatile Stage stage;
    private volatile long since;
    private volatile boolean gone;
    private volatile @Nullable Runnable interruption;

    Admitted(Admission admission, Share service, Share peer, Stage stage, Runnable close) {
        this.admission = admission;
        this.service = service;
        this.peer = peer;
        this.stage = stage;
        this.close = close;
        this.since = admission.now();
    }

    /** It has come to another stage, or is at the same one anew. */
    public void enter(Stage next) {
        since = admission.now();
        stage = next;
    }

    /**
     * A request's head is complete.
     *
     * @return whether there is room for answering it
     */
    public boolean beginExchange() {
        receiving.reset();
        sending.reset();
        enter(Stage.BUSY);
        return charge(ConnectionLimits.BYTES_PER_EXCHANGE);
    }

    /** A request was answered, and nothing is kept of it. */
    public void endExchange() {
        receiving.reset();
        sending.reset();
        refund();
        enter(Stage.IDLE);
    }

    /** More of the body is needed, and it is the client's turn. */
    public void awaitBody() {
        receiving.await(admission.now());
    }

    /** Some of the body, or its end, has come. */
    public void bodyCame() {
        receiving.proceed(admission.now());
    }

    /** The client has sent something. */
    public void received(long bytes) {
        receiving.move(bytes, admission.now());
    }

    /**
     * Something was to be sent.
     *
     * @param bytes that could be
     * @param all whether nothing is left
     */
    public void sent(long bytes, boolean all) {
        long now = admission.now();
        sending.move(bytes, now);
        if (all) {
            sending.proceed(now);
        } else {
            sending.await(now);
        }
    }

    /**
     * Takes memory for it; for its sake connections that have come less far are closed.
     *
     * @return whether there is so much
     */
    public boolean charge(long bytes) {
        return note(admission.take(this, bytes), bytes);
    }

    /** Takes memory for it if there is some left. */
    public boolean chargeIfFree(long bytes) {
        return note(admission.takeIfFree(this, bytes), bytes);
    }

    private boolean note(boolean taken, long bytes) {
        if (taken) {
            charged.addAndGet(bytes);
            if (gone) {
                // It was closed meanwhile, and nobody else will give this back.
                refund();
            }
        }
        return taken && !gone;
    }

    /** Gives back memory that it was charged for. */
    public void refund(long bytes) {
        charged.addAndGet(-bytes);
        admission.giveBack(this, bytes);
    }

    private void refund() {
        admission.giveBack(this, charged.getAndSet(0));
    }

    /** What is to be done besides closing it when it has to go, perhaps at once or twice; null for nothing. */
    public void onDrop(@Nullable Runnable task) {
        interruption = task;
        if (gone && task != null) {
            task.run();
        }
    }

    /** It is gone. May be called more than once. */
    public void leave() {
        admission.remove(this);
        refund();
    }

    /** It was removed; what it was charged for is free. */
    void forget() {
        gone = true;
        refund();
    }

    /** Ends it, for another one or because its time is over. It has been removed. */
    void drop() {
        Runnable task = interruption;
        if (task != null) {
            task.run();
        }
        close.run();
    }

    /** Whether it has just come and may be about to finish its first words. */
    boolean isNew(long now) {
        return (stage == Stage.HEAD || stage == Stage.SILENT) && now - since < NEW_NANOS;
    }

    /** Where it stands in the order in which connections go for others; null if it does not. */
    @Nullable
    Rank rank(long now, boolean newOnesGo) {
        if (!newOnesGo && isNew(now)) {
            return Rank.NEW;
        }
        return switch (stage) {
            case HEAD, SILENT, IDLE -> Rank.WAITED_FOR;
            case OPEN -> Rank.OPEN;
            case HELD -> Rank.HELD;
            case BUSY -> receiving.isWaiting() || sending.isWaiting() ? Rank.WAITED_FOR : null;
        };
    }

    /** How long its client has let everybody wait, in nanoseconds. */
    long waitedFor(long now) {
        return stage == Stage.BUSY ? Math.max(receiving.stalled(now), sending.stalled(now)) : now - since;
    }

    /** Whether it has been waited for too long. */
    boolean isOverdue(long now, ConnectionLimits limits) {
        long age = now - since;
        return switch (stage) {
            case HEAD -> age > limits.head().toNanos();
            case SILENT -> age > limits.silence().toNanos();
            case IDLE -> age > limits.idle().toNanos();
            case BUSY -> receiving.isTooSlow(now, limits) || sending.isTooSlow(now, limits);
            case OPEN, HELD -> false;
        };
    }

    /** In this order connections go when there is no room; within one, who was waited for longest. */
    enum Rank {
        WAITED_FOR,
        OPEN,
        HELD,
        NEW
    }
}
