/**
 * TCP/IP (version 4) for one network link: frames in, frames out, a clock and randomness passed in, no hidden threads.
 *
 * <p>{@link dev.ristretto.network.NetworkStack} is the entry. Below it is a {@link dev.ristretto.network.Link} (a driver), above
 * it are {@link dev.ristretto.network.TcpSocket}, {@link dev.ristretto.network.UdpSocket} and the name and address services in
 * the packages {@code dns} and {@code dhcp}, which use nothing but the public interface.
 *
 * <p>IPv4 addresses are {@code int} values in network order (127.0.0.1 is {@code 0x7f000001}), see
 * {@link dev.ristretto.network.Ipv4}; ports are {@code int} values 0 to 65535; times are nanoseconds of the stack's
 * {@link dev.ristretto.network.NanoClock}.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.network;
