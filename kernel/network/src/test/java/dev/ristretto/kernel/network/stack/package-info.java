/** Tests of the stack on a plain JVM: a simulated world with virtual time, and the Linux kernel as the peer. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.stack;
