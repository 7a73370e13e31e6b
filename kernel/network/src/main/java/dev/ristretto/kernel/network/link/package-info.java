/** Frames of Ethernet and the links that carry them: what a driver and the stack have between them. */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.link;
