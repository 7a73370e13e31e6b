/** The clock of a stack, its timers, and limits of a rate. Knows nothing of networks. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.time;
