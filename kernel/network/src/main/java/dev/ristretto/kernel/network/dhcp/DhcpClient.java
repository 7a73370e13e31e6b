package dev.ristretto.kernel.network.dhcp;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.Link;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.stack.NetworkStack;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Obtains the addresses of the link from a DHCP server, keeps them by renewing and rebinding, and takes them away when
 * the lease ends (RFC 2131 section 4.4). Calls {@link NetworkStack#configure}. Thread-safe; works while the stack is
 * polled.
 */
public final class DhcpClient {
    private static final int SERVER_PORT = 67;
    private static final int CLIENT_PORT = 68;
    private static final long SECOND = 1_000_000_000L;
    private static final long INFINITE = 0xffff_ffffL;
    /** Seconds of the first and the longest pause between attempts (section 4.1). */
    private static final int FIRST_PAUSE = 4;

    private static final int LONGEST_PAUSE = 64;
    private static final int REQUESTS = 4;
    /** Seconds between attempts to keep an address (section 4.4.5). */
    private static final int RENEWAL_PAUSE = 60;
    /** Shortest lease in seconds that is believed. */
    private static final int SHORTEST_LEASE = 10;

    private final NetworkStack stack;
    private final String hostname;
    private final long mac;
    private final Timer attempt;
    private final Timer arrival;
    private DhcpState state = DhcpState.STOPPED;
    private @Nullable UdpSocket socket;
    private int xid;
    private long began;
    private int attempts;
    private @Nullable IpAddress offered;
    private @Nullable IpAddress server;

    /** What has been said of the present lease, first by the offer; null before. */
    private @Nullable DhcpMessage agreed;

    private long renewAt;
    private long rebindAt;
    private long expiresAt;
    private boolean releasing;

    /**
     * A client that has not begun.
     *
     * @param stack a stack with a link
     * @param hostname name told to the server (option 12), empty for none
     */
    public DhcpClient(NetworkStack stack, String hostname) {
        Link link = stack.link();
        if (link == null) {
            throw new IllegalArgumentException("DHCP needs a stack with a link");
        }
        this.stack = stack;
        this.hostname = hostname;
        mac = link.macAddress().value();
        attempt = stack.newTimer(this::attempt);
        arrival = stack.newTimer(this::receive);
    }

    /**
     * Begins to ask; goes on until {@link #stop}. To wait for the address, see
     * {@link NetworkStack#setConfigurationListener}.
     */
    public void start() {
        stack.execute(() -> {
            if (state == DhcpState.STOPPED) {
                end();
                openSocket();
                select();
            }
        });
    }

    /**
     * Gives the lease back (DHCPRELEASE) and ends; a second later, when that has been sent, the addresses are taken
     * away.
     */
    public void stop() {
        stack.execute(() -> {
            InterfaceConfiguration configuration = stack.configuration();
            boolean bound = hasAddress() && configuration != null;
            state = DhcpState.STOPPED;
            if (bound && server != null) {
                send(DhcpMessage.RELEASE, offered, null, server, server);
                releasing = true;
                attempt.schedule(stack.nanoTime() + SECOND);
            } else {
                end();
            }
        });
    }

    /** Nothing more is sent or received. */
    private void end() {
        attempt.cancel();
        arrival.cancel();
        UdpSocket open = socket;
        if (open != null) {
            open.close();
            socket = null;
        }
        if (releasing) {
            releasing = false;
            stack.configure(null);
        }
    }

    /** Where the client stands. */
    public DhcpState state() {
        DhcpState[] result = new DhcpState[1];
        stack.execute(() -> result[0] = state);
        return result[0];
    }

    private boolean hasAddress() {
        return state == DhcpState.BOUND || state == DhcpState.RENEWING || state == DhcpState.REBINDING;
    }

    private void openSocket() {
        UdpSocket open = stack.newUdpSocket();
        try {
            open.bind(IpAddress.ANY, CLIENT_PORT);
        } catch (NetworkException e) {
            open.close();
            throw new IllegalStateException("UDP port 68 is needed for DHCP: " + e.getMessage(), e);
        }
        open.setOption(NetworkOption.BROADCAST, 1);
        // Taken in by a timer that is due at once: not from within the delivery of the datagram.
        open.setReadinessListener(readiness -> arrival.schedule(stack.nanoTime()));
        socket = open;
    }

    /** Looks for servers from the beginning. */
    private void select() {
        state = DhcpState.SELECTING;
        xid = stack.random().nextInt();
        began = stack.nanoTime();
        attempts = 0;
        attempt();
    }

    /** Sends what the state calls for and sets the time of the next attempt. */
    private void attempt() {
        long now = stack.nanoTime();
        switch (state) {
            case SELECTING -> {
                send(DhcpMessage.DISCOVER, null, null, null, IpAddress.BROADCAST);
                attempt.schedule(now + pause());
            }
            case REQUESTING -> {
                if (attempts >= REQUESTS) {
                    select();
                    return;
                }
                send(DhcpMessage.REQUEST, null, offered, server, IpAddress.BROADCAST);
                attempt.schedule(now + pause());
            }
            case BOUND, RENEWING, REBINDING -> keep(now);
            case STOPPED -> end();
        }
    }

    /** The lease goes on: asks its server from T1 on, any server from T2 on, gives up at its end. */
    private void keep(long now) {
        if (now - expiresAt >= 0) {
            stack.configure(null);
            select();
            return;
        }
        if (state == DhcpState.BOUND) {
            xid = stack.random().nextInt();
            began = now;
        }
        boolean any = now - rebindAt >= 0;
        state = any ? DhcpState.REBINDING : DhcpState.RENEWING;
        IpAddress target = any || server == null ? IpAddress.BROADCAST : server;
        send(DhcpMessage.REQUEST, offered, null, null, target);
        long limit = any ? expiresAt : rebindAt;
        attempt.schedule(Math.min(limit, now + Math.max(RENEWAL_PAUSE * SECOND, (limit - now) / 2)));
    }

    private long pause() {
        int seconds = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(4, attempts));
        attempts++;
        return seconds * SECOND + stack.random().nextLong(-SECOND, SECOND);
    }

    private void send(
            int type,
            @Nullable IpAddress clientAddress,
            @Nullable IpAddress requested,
            @Nullable IpAddress toServer,
            IpAddress destination) {
        UdpSocket open = socket;
        if (open == null) {
            return;
        }
        int seconds = (int) ((stack.nanoTime() - began) / SECOND);
        try {
            open.send(
                    DhcpMessage.write(type, xid, seconds, mac, clientAddress, requested, toServer, hostname),
                    destination,
                    SERVER_PORT);
        } catch (NetworkException e) {
            // As if it had been lost on the way: the next attempt comes by itself.
            attempts = Math.max(attempts, 1);
        }
    }

    private void receive() {
        Datagram datagram = new Datagram();
        ByteBuffer buffer = ByteBuffer.allocate(DhcpMessage.MAXIMUM);
        UdpSocket open = socket;
        while (open != null) {
            buffer.clear();
            try {
                if (open.receive(buffer, datagram) < 0) {
                    return;
                }
            } catch (NetworkException e) {
                continue;
            }
            DhcpMessage message = DhcpMessage.read(buffer.flip(), mac);
            if (message != null && message.xid == xid) {
                take(message);
            }
            open = socket;
        }
    }

    private void take(DhcpMessage message) {
        switch (message.type) {
            case DhcpMessage.OFFER -> {
                if (state == DhcpState.SELECTING && isUsable(message.yourAddress) && message.server != null) {
                    offered = message.yourAddress;
                    server = message.server;
                    agreed = message;
                    state = DhcpState.REQUESTING;
                    attempts = 0;
                    attempt();
                }
            }
            case DhcpMessage.ACK -> {
                boolean expected = state == DhcpState.REQUESTING && Objects.equals(message.server, server)
                        || state == DhcpState.RENEWING
                        || state == DhcpState.REBINDING;
                IpAddress address = message.yourAddress;
                if (expected && address != null && isUsable(address)) {
                    bind(message, address);
                }
            }
            case DhcpMessage.NAK -> {
                if (state == DhcpState.REQUESTING) {
                    select();
                } else if (hasAddress()) {
                    stack.configure(null);
                    select();
                }
            }
            default -> {
                // Nothing for clients.
            }
        }
    }

    private void bind(DhcpMessage message, IpAddress address) {
        long now = stack.nanoTime();
        DhcpMessage earlier = agreed;
        if (earlier != null && address.equals(earlier.yourAddress)) {
            message.completeFrom(earlier);
        }
        agreed = message;
        offered = address;
        if (message.server != null) {
            server = message.server;
        }
        boolean endless = message.lease == INFINITE;
        long lease = Math.max(SHORTEST_LEASE, message.lease < 0 ? 3600 : message.lease);
        long rebinding = message.rebinding > 0 && message.rebinding < lease ? message.rebinding : lease * 7 / 8;
        long renewal =
                message.renewal > 0 && message.renewal < rebinding ? message.renewal : Math.min(lease / 2, rebinding);
        expiresAt = now + lease * SECOND;
        rebindAt = now + rebinding * SECOND;
        renewAt = now + renewal * SECOND;
        state = DhcpState.BOUND;
        if (endless) {
            attempt.cancel();
        } else {
            attempt.schedule(renewAt);
        }
        InterfaceConfiguration learned = new InterfaceConfiguration(
                address,
                message.prefixLength(address),
                message.router,
                message.mtu >= 576 ? message.mtu : 0,
                message.dnsServers,
                message.domain);
        if (!learned.equals(stack.configuration())) {
            stack.configure(learned);
        }
    }

    private static boolean isUsable(@Nullable IpAddress address) {
        return address != null && !address.isBroadcast() && !address.isLoopback() && !address.isMulticast();
    }
}
