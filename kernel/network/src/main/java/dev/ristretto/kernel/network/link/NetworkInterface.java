package dev.ristretto.kernel.network.link;

import org.jspecify.annotations.Nullable;

/**
 * A link and what the stack keeps about it: what must be flushed, and who waits for transmit space. For use with the
 * stack's lock held.
 */
public final class NetworkInterface {
    /** Somebody who wants to send and may find no space. */
    public static final class SpaceWaiter {
        final Runnable spaceAvailable;

        /** The next in {@link SpaceWaiters}, which alone uses it. */
        @Nullable
        SpaceWaiter next;

        /** @param spaceAvailable runs when there is space again; it needs no memory, and only marks and wakes */
        public SpaceWaiter(Runnable spaceAvailable) {
            this.spaceAvailable = spaceAvailable;
        }
    }

    private final Link link;
    private final boolean loopback;
    private final long mac;
    private final boolean checksumOffload;
    private final boolean proxied;
    private final int segmentationLimit;
    private final SpaceWaiters waiters = new SpaceWaiters();
    private final ProxyProgress progress = new ProxyProgress();
    private boolean unflushed;
    private long proxyMac;

    /** An interface; {@code loopback} tells whether the link leads to this machine itself. */
    public NetworkInterface(Link link, boolean loopback) {
        this.link = link;
        this.loopback = loopback;
        mac = link.macAddress().value();
        proxied = link.features().proxied();
        checksumOffload = link.features().transmitChecksum();
        segmentationLimit =
                checksumOffload ? Math.clamp(link.features().segmentationLimit() - Ethernet.HEADER, 0, 65535) : 0;
    }

    /** The link. */
    public Link link() {
        return link;
    }

    /** Whether the link leads to this machine itself. */
    public boolean isLoopback() {
        return loopback;
    }

    /** The Ethernet address of this end. */
    public long mac() {
        return mac;
    }

    /** Whether the link fills in checksums of TCP and UDP. */
    public boolean checksumOffload() {
        return checksumOffload;
    }

    /** Largest packet (without the Ethernet header) that may ask for segmentation, 0 if none may. */
    public int segmentationLimit() {
        return segmentationLimit;
    }

    /** Whether a proxy asks for the connections of others, see {@link LinkFeatures#proxied}. */
    public boolean isProxied() {
        return proxied;
    }

    /**
     * A frame has come from this Ethernet address of a {@linkplain #isProxied proxy}. Nobody else is behind such a
     * link, so nothing has to wait until that address is found out.
     */
    public void heard(long source) {
        if (!Ethernet.isGroup(source)) {
            proxyMac = source;
        }
    }

    /** The Ethernet address of the proxy, 0 if there is none or it has not been heard. */
    public long proxyMac() {
        return proxyMac;
    }

    /** How far the proxy has read, of use only if there is {@linkplain #isProxied one}. */
    public ProxyProgress proxyProgress() {
        return progress;
    }

    /** A frame for a packet of {@code length} bytes, null if the link has no space. */
    public @Nullable Frame allocate(int length) {
        return link.allocate(Ethernet.HEADER + length);
    }

    /** Sends a frame from {@link #allocate}, at the next {@link #flush} at the latest. */
    public void transmit(Frame frame) {
        unflushed = true;
        link.transmit(frame);
    }

    /** Notifies the link if frames have been transmitted since the last time. */
    public void flush() {
        if (unflushed) {
            unflushed = false;
            link.flush();
        }
    }

    /** Has {@code waiter}, who does not wait yet, told once when there is space again. */
    public void awaitSpace(SpaceWaiter waiter) {
        waiters.add(waiter);
    }

    /** Tells those who wait now; they may start to wait again. Returns whether there were any. */
    public boolean announceSpace() {
        return waiters.announce();
    }
}
