/** How fast TCP may send: round-trip times (RFC 6298) and congestion control (RFC 5681, RFC 9438). */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.tcp.congestion;
