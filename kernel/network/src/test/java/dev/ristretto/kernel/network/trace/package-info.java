/** Tests of the wrappers of a link. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.trace;
