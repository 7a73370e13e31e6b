/**
 * TCP/IP (version 4) for one network link: frames in, frames out, a clock and randomness passed in, no hidden threads.
 *
 * <p>{@link dev.ristretto.kernel.network.NetworkStack} is the entry. Below it is a {@link dev.ristretto.kernel.network.Link} (a driver), above
 * it are {@link dev.ristretto.kernel.network.TcpSocket}, {@link dev.ristretto.kernel.network.UdpSocket} and the name and address services in
 * the packages {@code dns} and {@code dhcp}, which use nothing but the public interface.
 *
 * <p>IPv4 addresses are {@code int} values in network order (127.0.0.1 is {@code 0x7f000001}), see
 * {@link dev.ristretto.kernel.network.Ipv4}; ports are {@code int} values 0 to 65535; times are nanoseconds of the stack's
 * {@link dev.ristretto.kernel.network.NanoClock}.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network;
