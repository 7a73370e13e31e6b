package dev.ristretto.kernel.network.link;

import dev.ristretto.kernel.network.link.NetworkInterface.SpaceWaiter;
import org.jspecify.annotations.Nullable;

/** Those who wait for the same, in order; linked through themselves, so that to wait takes no memory. */
final class SpaceWaiters {
    private @Nullable SpaceWaiter first;
    private @Nullable SpaceWaiter last;

    /** Adds somebody who does not wait yet. */
    void add(SpaceWaiter waiter) {
        SpaceWaiter before = last;
        if (before == null) {
            first = waiter;
        } else {
            before.next = waiter;
        }
        last = waiter;
    }

    /** Tells those who wait now; they may start to wait again. Returns whether there were any. */
    boolean announce() {
        SpaceWaiter waiter = first;
        if (waiter == null) {
            return false;
        }
        first = null;
        last = null;
        while (waiter != null) {
            SpaceWaiter following = waiter.next;
            waiter.next = null;
            waiter.spaceAvailable.run();
            waiter = following;
        }
        return true;
    }
}
