/** Tests of the parts of TCP; whole connections are tested with the stack. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.tcp;
