/** Tests of the timers. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.time;
