package dev.ristretto.kernel.network.link;

import dev.ristretto.kernel.network.link.NetworkInterface.SpaceWaiter;

/**
 * How far a {@linkplain LinkFeatures#proxied proxy} has read what it was sent. passt (2023-03-09) works for ever on
 * what it reads at once if that has a SYN with further segments of its connection behind it, for it takes the first of
 * them twice. So these wait until the SYN is known to have been read: by an answer to it, or by one to a question that
 * was asked after it. For use with the stack's lock held.
 */
public final class ProxyProgress {
    private final SpaceWaiters waiters = new SpaceWaiters();
    private Runnable question = () -> {};
    private boolean isAsked;
    /** SYNs that were sent, those sent before the question, and those that have been read for sure. */
    private long sent;

    private long asked;
    private long read;

    /** What asks the proxy something that it answers while it reads, again and again until {@link #answered}. */
    public void askBy(Runnable newQuestion) {
        question = newQuestion;
    }

    /** A SYN has been sent: what to ask {@link #hasRead} with. */
    public long synSent() {
        return ++sent;
    }

    /** Whether a SYN has been read, by what the proxy has answered to questions. */
    public boolean hasRead(long syn) {
        return syn <= read;
    }

    /** Has somebody who does not wait yet told once when the proxy has read more; asks it. */
    public void await(SpaceWaiter waiter) {
        waiters.add(waiter);
        if (!isAsked) {
            isAsked = true;
            asked = sent;
            question.run();
        }
    }

    /** The proxy has answered, if it was asked, or is given up: what was sent before counts as read. */
    public void answered() {
        if (isAsked) {
            isAsked = false;
            read = asked;
            waiters.announce();
        }
    }
}
