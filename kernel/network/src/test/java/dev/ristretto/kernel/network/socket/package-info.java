/** Tests of what sockets have in common. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.socket;
