package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import java.nio.ByteBuffer;

/**
 * The options of IPv4 (IPPROTO_IP, ip(7)). There is one link, so that it does not matter which interface a group is
 * joined on. Errors of ICMP come with the next call whether or not they are asked for (IP_RECVERR).
 */
final class InternetLevel extends OptionLevel {
    static final int IP_PKTINFO = 8;

    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_RECVERR = 11;
    private static final int IP_RECVTTL = 12;
    private static final int IP_RECVTOS = 13;
    private static final int IP_FREEBIND = 15;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_MULTICAST_TTL = 33;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_DROP_MEMBERSHIP = 36;
    private static final int IP_MULTICAST_ALL = 49;

    private static final int USUAL_TIME_TO_LIVE = 64;
    private static final int LONGEST_TIME_TO_LIVE = 255;
    private static final int USUAL_DISCOVERY = 1;

    /** Bytes of a group and an interface's address; its number may follow (ip_mreq, ip_mreqn). */
    private static final int GROUP_REQUEST = 8;

    InternetLevel() {
        super(SocketNumbers.IPPROTO_IP);
    }

    @Override
    byte[] get(OpenSocket socket, int number) throws PosixException {
        return switch (number) {
            case IP_TOS -> known(socket, number, 0);
            case IP_TTL -> known(socket, number, USUAL_TIME_TO_LIVE);
            case IP_MULTICAST_TTL, IP_MULTICAST_LOOP -> known(socket, number, 1);
            case IP_PKTINFO, IP_RECVERR, IP_RECVTTL, IP_RECVTOS, IP_FREEBIND, IP_BIND_ADDRESS_NO_PORT ->
                kept(socket, number, 0);
            case IP_MULTICAST_ALL -> kept(socket, number, 1);
            case IP_MTU_DISCOVER -> kept(socket, number, USUAL_DISCOVERY);
            case IP_MULTICAST_IF ->
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt(socket.kept().get(SocketNumbers.IPPROTO_IP, number, 0))
                        .array();
            default -> throw unknown();
        };
    }

    @Override
    void set(OpenSocket socket, int number, byte[] value) throws PosixException {
        switch (number) {
            case IP_TOS -> setKnown(socket, number, small(value));
            case IP_TTL -> setKnown(socket, number, timeToLive(small(value), USUAL_TIME_TO_LIVE, 1));
            case IP_MULTICAST_TTL -> setKnown(datagrams(socket), number, timeToLive(small(value), 1, 0));
            case IP_MULTICAST_LOOP -> setKnown(datagrams(socket), number, small(value) == 0 ? 0 : 1);
            case IP_PKTINFO, IP_RECVERR, IP_RECVTTL, IP_RECVTOS, IP_FREEBIND, IP_BIND_ADDRESS_NO_PORT ->
                keep(socket, number, small(value) == 0 ? 0 : 1);
            case IP_MULTICAST_ALL, IP_MTU_DISCOVER -> keep(socket, number, small(value));
            case IP_MULTICAST_IF -> keep(datagrams(socket), number, chosenInterface(value));
            case IP_ADD_MEMBERSHIP -> datagrams(socket).joinGroup(group(value));
            case IP_DROP_MEMBERSHIP -> datagrams(socket).leaveGroup(group(value));
            default -> throw unknown();
        }
    }

    /** Options of this level may be given as one byte. */
    private static int small(byte[] value) throws PosixException {
        if (value.length == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return value.length < Integer.BYTES ? value[0] & 0xff : number(value);
    }

    private static int timeToLive(int value, int usual, int least) throws PosixException {
        if (value == -1) {
            return usual;
        }
        if (value < least || value > LONGEST_TIME_TO_LIVE) {
            throw new PosixException(Errno.EINVAL);
        }
        return value;
    }

    private static DatagramSocket datagrams(OpenSocket socket) throws PosixException {
        if (!(socket instanceof DatagramSocket datagrams)) {
            throw unknown();
        }
        return datagrams;
    }

    private static int chosenInterface(byte[] value) throws PosixException {
        if (value.length < Integer.BYTES) {
            throw new PosixException(Errno.EINVAL);
        }
        return ByteBuffer.wrap(value).getInt(value.length >= GROUP_REQUEST ? Integer.BYTES : 0);
    }

    private static IpAddress group(byte[] value) throws PosixException {
        if (value.length < GROUP_REQUEST) {
            throw new PosixException(Errno.EINVAL);
        }
        return IpAddress.ofV4(ByteBuffer.wrap(value).getInt(0));
    }
}
