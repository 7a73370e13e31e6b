/**
 * TCP/IP (version 4) for one network link: frames in, frames out, a clock and randomness passed in, no hidden threads.
 *
 * <p>{@link dev.ristretto.kernel.network.stack.NetworkStack} puts the protocols together. The packages use each other
 * downwards only: {@code time}, {@code buffer} and {@code statistics}, then {@code link}, {@code ip}, {@code socket},
 * {@code icmp}, then {@code udp} and {@code tcp}, then this one; the services {@code dhcp} and {@code dns} stand on
 * top, for they use nothing but this package's public interface and its sockets. {@code trace} needs {@code link},
 * {@code statistics} and the formats alone.
 *
 * <p>Addresses are {@link dev.ristretto.kernel.network.ip.IpAddress}; where each packet passes they are the {@code int}
 * bits that its header has, so that nothing is allocated for it. Ports are {@code int} values 0 to 65535; times are
 * nanoseconds of the stack's {@link dev.ristretto.kernel.network.time.NanoClock}.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.stack;
