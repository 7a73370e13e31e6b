/** Addresses from a server: a DHCP client (RFC 2131, 2132) on top of the sockets of the stack. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.dhcp;
