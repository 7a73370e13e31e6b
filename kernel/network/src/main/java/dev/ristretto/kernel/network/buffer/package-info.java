/** The memory of sockets: queues of bytes in pooled chunks, and sets of ranges of sequence numbers. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.buffer;
