package dev.ristretto.kernel.personality.jdk.net;

import dev.ristretto.kernel.network.ip.IpAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IPv4 addresses as the JDK has them and as the network library does. */
public final class Addresses {
    private Addresses() {}

    /**
     * The same address; the wildcard of IPv6 counts as that of IPv4.
     *
     * @throws SocketException if it is another address of IPv6, which this kernel does not have
     */
    public static IpAddress of(InetAddress address) throws SocketException {
        if (address instanceof Inet4Address) {
            return of(address.getAddress());
        }
        if (address.isAnyLocalAddress()) {
            return IpAddress.ANY;
        }
        throw new SocketException(
                "Address family not supported by protocol: " + address.getHostAddress() + " is of IPv6");
    }

    /** The address of four bytes in network order. */
    public static IpAddress of(byte[] bytes) {
        return IpAddress.of(bytes[0], bytes[1], bytes[2], bytes[3]);
    }

    /** The address without a name. */
    public static InetAddress inet(IpAddress address) {
        return inet(null, address);
    }

    /** The address with a name. */
    public static InetAddress inet(@Nullable String name, IpAddress address) {
        int value = address.v4();
        byte[] bytes = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        try {
            return InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // four bytes always are an address
        }
    }
}
