/** Tests of frames. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.link;
