package dev.ristretto.kernel.network.ip;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 over Ethernet and loopback, put together: routes, neighbours, multicast groups, input and output. With the
 * stack's lock held.
 */
public final class Ipv4Layer implements IpLayer {
    private final TimerQueue timers;
    private final NetworkInterface loopback;
    private final @Nullable Arp arp;
    private final PathMtuCache pathMtu;
    private final RouteTable routes;
    private final MulticastGroups groups;
    private final Ipv4Output output;
    private final Ipv4Input input;
    private final int reassemblyMemory;
    private final NetworkCounters counters;
    private @Nullable IpProtocol[] protocols = new @Nullable IpProtocol[18];
    private @Nullable DeliveryErrors errors;
    private @Nullable Reassembly reassembly;

    /**
     * A layer without an address on its link and without protocols above it, which {@link #attach} adds.
     *
     * @param ethernet the link, null for loopback only
     * @param reassemblyMemory bytes that fragments of incomplete packets may take
     */
    public Ipv4Layer(
            NetworkInterface loopback,
            @Nullable NetworkInterface ethernet,
            TimerQueue timers,
            RandomGenerator random,
            int reassemblyMemory,
            NetworkCounters counters) {
        this.timers = timers;
        this.loopback = loopback;
        this.reassemblyMemory = reassemblyMemory;
        this.counters = counters;
        pathMtu = new PathMtuCache(timers);
        routes = new RouteTable(loopback, ethernet, pathMtu);
        arp = ethernet == null ? null : new Arp(this, timers, ethernet, counters);
        groups = new MulticastGroups(routes, timers, random, ethernet, counters);
        output = new Ipv4Output(this, random);
        input = new Ipv4Input(this, loopback, counters);
        register(groups);
    }

    /**
     * Adds the protocols above, and who is told of packets that could not be delivered. To be called once, before the
     * first packet.
     */
    public void attach(DeliveryErrors deliveryErrors, IpProtocol... above) {
        errors = deliveryErrors;
        for (IpProtocol protocol : above) {
            register(protocol);
        }
    }

    private void register(IpProtocol protocol) {
        protocols = Arrays.copyOf(protocols, Math.max(protocols.length, protocol.number() + 1));
        protocols[protocol.number()] = protocol;
    }

    /** Takes in a frame; the caller releases it afterwards. */
    public void receive(Frame frame, NetworkInterface from) {
        input.receive(frame, from);
    }

    /** Sets the addresses of the link, or takes them away. {@link #announce} is to follow. */
    public void configure(@Nullable InterfaceConfiguration configuration) {
        routes.configure(configuration);
    }

    /** Tells the link of new addresses and forgets the neighbours that old ones had. */
    public void announce() {
        arp().reset();
    }

    /** The addresses of the link, null while there are none. */
    public @Nullable InterfaceConfiguration configuration() {
        return routes.configuration();
    }

    /** The multicast groups of this machine. */
    public MulticastGroups groups() {
        return groups;
    }

    /** Bytes that fragments of incomplete packets take. */
    public int fragmentMemory() {
        return reassembly == null ? 0 : reassembly.memory();
    }

    /** How many packets are incomplete. */
    public int incompletePackets() {
        return reassembly == null ? 0 : reassembly.packets();
    }

    @Override
    public @Nullable Route route(IpAddress destination, @Nullable IpAddress source) {
        Route route = routes.find(destination, source);
        if (route == null) {
            counters.count(NetworkCounter.IPV4_SENT_NO_ROUTE);
        }
        return route;
    }

    @Override
    public boolean isCurrent(Route route) {
        return routes.isCurrent(route);
    }

    @Override
    public Route loopbackOf(Route route) {
        return routes.loopbackOf(route);
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return routes.isLocal(address.v4());
    }

    @Override
    public boolean isBroadcast(IpAddress address) {
        return routes.isBroadcast(address.v4());
    }

    @Override
    public int payloadLimit(Route route) {
        return routes.mtu(route) - Ipv4Format.HEADER;
    }

    @Override
    public int headerLength(Route route) {
        return Ipv4Output.PAYLOAD;
    }

    @Override
    public @Nullable Frame allocate(Route route, int payloadLength) {
        return output.allocate(route, payloadLength);
    }

    @Override
    public int pseudoHeader(Route route, int protocol, int payloadLength) {
        int source = route.source().v4();
        return Checksum.pseudoHeader(source, route.destination().v4(), protocol, payloadLength);
    }

    @Override
    public void send(Frame frame, Route route, int protocol, int timeToLive, boolean mayFragment) {
        output.send(frame, route, protocol, timeToLive, mayFragment ? 0 : Ipv4Format.DONT_FRAGMENT);
    }

    @Override
    public boolean sendFragmented(
            Route route, int protocol, int timeToLive, byte[] head, ByteBuffer body, int bodyIndex, int bodyLength) {
        int mtu = routes.mtu(route);
        return output.sendFragmented(route, mtu, protocol, timeToLive, head, body, bodyIndex, bodyLength);
    }

    @Override
    public void rejectPort(Ipv4Packet packet) {
        errors().portUnreachable(packet);
    }

    @Override
    public void confirm(Route route) {
        if (arp != null && !route.through().isLoopback()) {
            arp.confirm(route);
        }
    }

    @Override
    public void doubt(Route route) {
        if (arp != null && !route.through().isLoopback()) {
            arp.doubt(route);
        }
    }

    @Override
    public void lowerPathMtu(IpAddress destination, int mtu) {
        pathMtu.lower(destination, mtu);
    }

    RouteTable routes() {
        return routes;
    }

    /** Only called where a route leads through the link, so it is there. */
    Arp arp() {
        if (arp == null) {
            throw new IllegalStateException("a stack without a link has no neighbours");
        }
        return arp;
    }

    /** The protocol with this number, null if there is none. */
    @Nullable
    IpProtocol protocol(int number) {
        return number < protocols.length ? protocols[number] : null;
    }

    DeliveryErrors errors() {
        if (errors == null) {
            throw new IllegalStateException("no protocols are attached to IPv4");
        }
        return errors;
    }

    /** Made when the first fragment arrives. */
    Reassembly reassembly() {
        Reassembly present = reassembly;
        if (present == null) {
            present = new Reassembly(this, timers, loopback, reassemblyMemory, counters);
            reassembly = present;
        }
        return present;
    }
}
