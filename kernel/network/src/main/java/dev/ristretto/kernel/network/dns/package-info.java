/** Names to addresses: a stub resolver (RFC 1034, 1035) on top of the sockets of the stack. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.dns;
