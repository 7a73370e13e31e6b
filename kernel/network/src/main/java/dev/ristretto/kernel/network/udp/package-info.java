/** UDP (RFC 768): sockets that send and receive datagrams. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.udp;
