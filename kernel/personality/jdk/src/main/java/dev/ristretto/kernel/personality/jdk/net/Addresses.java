package dev.ristretto.kernel.personality.jdk.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IPv4 addresses as the JDK has them and as {@code int} values in network order. */
public final class Addresses {
    private Addresses() {}

    /**
     * The value of {@code address}; the wildcard of IPv6 counts as that of IPv4.
     *
     * @throws SocketException if it is another address of IPv6, which this kernel does not have
     */
    public static int value(InetAddress address) throws SocketException {
        if (address instanceof Inet4Address) {
            return value(address.getAddress());
        }
        if (address.isAnyLocalAddress()) {
            return 0;
        }
        throw new SocketException(
                "Address family not supported by protocol: " + address.getHostAddress() + " is of IPv6");
    }

    /** The value of four bytes in network order. */
    public static int value(byte[] bytes) {
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    /** The address without a name. */
    public static InetAddress of(int value) {
        return of(null, value);
    }

    /** The address with a name. */
    public static InetAddress of(@Nullable String name, int value) {
        byte[] bytes = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        try {
            return InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // four bytes always are an address
        }
    }
}
