/** Tests of the memory of sockets. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.buffer;
