/**
 * IPv4 (RFC 791) over Ethernet and loopback: addresses, routes, neighbours, multicast groups, fragments; and
 * {@link dev.ristretto.kernel.network.ip.IpLayer}, which is all that the protocols above see of it.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.ip;
