/** ICMP (RFC 792): echo, and errors in both directions. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.icmp;
