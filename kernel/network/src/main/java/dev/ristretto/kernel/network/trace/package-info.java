/**
 * Wrappers of a link that watch it: {@link dev.ristretto.kernel.network.trace.TracingLink} hands each frame to a sink,
 * for example a {@link dev.ristretto.kernel.network.trace.PcapngWriter}, and
 * {@link dev.ristretto.kernel.network.trace.CountingLink} counts by protocol. Who does not use them pays nothing: the
 * stack knows only {@link dev.ristretto.kernel.network.link.Link}.
 */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.trace;
