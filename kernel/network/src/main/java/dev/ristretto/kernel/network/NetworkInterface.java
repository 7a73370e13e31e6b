package dev.ristretto.kernel.network;

import dev.ristretto.kernel.network.wire.Ethernet;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A link and what the stack keeps about it: what must be flushed, and who waits for transmit space. */
final class NetworkInterface {
    /** Wants to send and found no space. */
    interface SpaceWaiter {
        void spaceAvailable();
    }

    final Link link;
    final boolean loopback;
    final long mac;
    final boolean checksumOffload;
    /** Largest IPv4 packet that may ask for segmentation, 0 if none may. */
    final int segmentationLimit;

    private final ArrayDeque<SpaceWaiter> waiters = new ArrayDeque<>();
    private boolean unflushed;

    NetworkInterface(Link link, boolean loopback) {
        this.link = link;
        this.loopback = loopback;
        mac = link.macAddress().value();
        checksumOffload = link.features().transmitChecksum();
        segmentationLimit =
                checksumOffload ? Math.clamp(link.features().segmentationLimit() - Ethernet.HEADER, 0, 65535) : 0;
    }

    /** A frame for an IPv4 packet of {@code length} bytes, null if the link has no space. */
    @Nullable
    Frame allocate(int length) {
        return link.allocate(Ethernet.HEADER + length);
    }

    void transmit(Frame frame) {
        unflushed = true;
        link.transmit(frame);
    }

    /** Notifies the link if frames have been transmitted since the last time. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            link.flush();
        }
    }

    /** Has {@code waiter} told once when there is space again. */
    void awaitSpace(SpaceWaiter waiter) {
        waiters.add(waiter);
    }

    /** Tells those who wait now; they may start to wait again. Returns whether there were any. */
    boolean announceSpace() {
        int count = waiters.size();
        for (int i = 0; i < count; i++) {
            waiters.remove().spaceAvailable();
        }
        return count > 0;
    }
}
