package dev.ristretto.kernel.network.ip;

import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.kernel.network.link.Ethernet;
import dev.ristretto.kernel.network.link.Frame;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Checks received frames and hands their payload to the protocols (RFC 1122 sections 3.2.1 and 3.2.2). */
final class Ipv4Input {
    private final Ipv4Layer ip;
    private final NetworkCounters counters;
    private final Ipv4Packet packet;

    Ipv4Input(Ipv4Layer ip, NetworkInterface loopback, NetworkCounters counters) {
        this.ip = ip;
        this.counters = counters;
        packet = new Ipv4Packet(loopback);
    }

    /** Takes in a frame; the caller releases it afterwards. */
    void receive(Frame frame, NetworkInterface from) {
        if (frame.length() < Ethernet.HEADER) {
            counters.count(NetworkCounter.ETHERNET_MALFORMED);
            return;
        }
        ByteBuffer buffer = frame.buffer();
        int start = frame.start();
        long destination = Ethernet.address(buffer, start + Ethernet.DESTINATION);
        if (!from.isLoopback() && destination != from.mac() && !Ethernet.isGroup(destination)) {
            counters.count(NetworkCounter.ETHERNET_NOT_FOR_US);
            return;
        }
        if (from.isProxied()) {
            from.heard(Ethernet.address(buffer, start + Ethernet.SOURCE));
        }
        boolean tagged = frame.length() >= Ethernet.HEADER + Ethernet.TAG && Ethernet.isPriorityTagged(buffer, start);
        int header = Ethernet.HEADER + (tagged ? Ethernet.TAG : 0);
        int type = buffer.getShort(start + header - 2) & 0xffff;
        int index = start + header;
        int length = frame.length() - header;
        if (type == Ethernet.TYPE_IPV4) {
            packet.from = from;
            packet.group = !from.isLoopback() && Ethernet.isGroup(destination);
            packet.checksumValidated = frame.isChecksumValidated();
            receivePacket(buffer, index, length);
        } else if (type == Ethernet.TYPE_ARP && !from.isLoopback()) {
            ip.arp().receive(buffer, index, length);
        } else {
            counters.count(NetworkCounter.ETHERNET_UNSUPPORTED);
        }
    }

    private void receivePacket(ByteBuffer buffer, int index, int available) {
        NetworkCounter refused = readHeader(buffer, index, available);
        if (refused != null) {
            counters.count(refused);
            return;
        }
        int fragment = buffer.getShort(index + Ipv4Format.FRAGMENT);
        boolean whole = (fragment & (Ipv4Format.MORE_FRAGMENTS | Ipv4Format.FRAGMENT_OFFSET)) == 0;
        if (whole || ip.reassembly().add(packet, fragment)) {
            deliver();
        }
    }

    /** Takes the header of a frame's packet into {@link #packet}; not null says why it is refused. */
    private @Nullable NetworkCounter readHeader(ByteBuffer buffer, int index, int available) {
        if (available < Ipv4Format.HEADER || (buffer.get(index) & 0xf0) != 0x40) {
            return NetworkCounter.IPV4_MALFORMED;
        }
        int headerLength = Ipv4Format.headerLength(buffer, index);
        int total = buffer.getShort(index + Ipv4Format.TOTAL_LENGTH) & 0xffff;
        if (headerLength < Ipv4Format.HEADER || total < headerLength || total > available) {
            return NetworkCounter.IPV4_MALFORMED;
        }
        if (!Checksum.isValid(Checksum.sum(buffer, index, headerLength))) {
            return NetworkCounter.IPV4_CHECKSUM;
        }
        packet.source = buffer.getInt(index + Ipv4Format.SOURCE);
        packet.destination = buffer.getInt(index + Ipv4Format.DESTINATION);
        packet.protocol = buffer.get(index + Ipv4Format.PROTOCOL) & 0xff;
        if (!isSourceValid()) {
            return NetworkCounter.IPV4_INVALID_SOURCE;
        }
        if (!isForUs()) {
            return NetworkCounter.IPV4_NOT_FOR_US;
        }
        if (hasSourceRoute(buffer, index, headerLength)) {
            return NetworkCounter.IPV4_SOURCE_ROUTE;
        }
        packet.buffer = buffer;
        packet.header = index;
        packet.payload = index + headerLength;
        packet.length = total - headerLength;
        return null;
    }

    private boolean isSourceValid() {
        int source = packet.source;
        if (Ipv4Bits.isMulticast(source) || source == Ipv4Bits.BROADCAST) {
            return false;
        }
        if (packet.from.isLoopback()) {
            return true;
        }
        return !Ipv4Bits.isLoopback(source)
                && !ip.routes().isLocal(source)
                && !ip.routes().isBroadcast(source);
    }

    private boolean isForUs() {
        int destination = packet.destination;
        RouteTable routes = ip.routes();
        if (Ipv4Bits.isMulticast(destination)) {
            packet.group = true;
            return ip.groups().isMember(IpAddress.ofV4(destination));
        }
        if (routes.isBroadcast(destination)) {
            packet.group = true;
            return true;
        }
        if (packet.from.isLoopback()) {
            return routes.isLocal(destination);
        }
        InterfaceConfiguration configuration = routes.configuration();
        if (configuration == null) {
            // Answers to a DHCP client carry the address that it is about to get (RFC 2131 section 4.1).
            return packet.protocol == Ipv4Format.UDP && !Ipv4Bits.isLoopback(destination);
        }
        return destination == configuration.address().v4();
    }

    /** RFC 7126 section 4.3: packets that dictate their route are dropped. */
    private static boolean hasSourceRoute(ByteBuffer buffer, int index, int headerLength) {
        int option = index + Ipv4Format.HEADER;
        int end = index + headerLength;
        while (option < end) {
            int kind = buffer.get(option) & 0xff;
            if (kind == 0) {
                return false;
            }
            if (kind == 1) {
                option++;
                continue;
            }
            if (kind == Ipv4Format.OPTION_LOOSE_ROUTE || kind == Ipv4Format.OPTION_STRICT_ROUTE) {
                return true;
            }
            int length = option + 1 < end ? buffer.get(option + 1) & 0xff : 0;
            if (length < 2) {
                return false;
            }
            option += length;
        }
        return false;
    }

    private void deliver() {
        IpProtocol protocol = ip.protocol(packet.protocol);
        if (protocol == null) {
            counters.count(NetworkCounter.IPV4_UNSUPPORTED);
            ip.errors().protocolUnreachable(packet);
        } else {
            protocol.receive(packet);
        }
    }
}
