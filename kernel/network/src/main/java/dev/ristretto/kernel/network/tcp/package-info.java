/** TCP (RFC 9293): sockets that are ends of reliable streams of bytes. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.tcp;
