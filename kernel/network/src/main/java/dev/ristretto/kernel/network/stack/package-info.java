/**
 * TCP/IP (version 4) for one network link: frames in, frames out, a clock and randomness passed in, no hidden threads.
 *
 * <p>{@link dev.ristretto.kernel.network.stack.NetworkStack} puts the protocols together. The packages use each other downwards only:
 * {@code time} and {@code buffer}, then {@code link}, {@code ip}, {@code socket}, {@code icmp}, then {@code udp} and {@code tcp}, then this one; the
 * services {@code dhcp} and {@code dns} stand on top, for they use nothing but this package's public interface and its sockets.
 *
 * <p>IPv4 addresses are {@code int} values in network order (127.0.0.1 is {@code 0x7f000001}), see
 * {@link dev.ristretto.kernel.network.ip.Ipv4}; ports are {@code int} values 0 to 65535; times are nanoseconds of the stack's
 * {@link dev.ristretto.kernel.network.time.NanoClock}.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.stack;
