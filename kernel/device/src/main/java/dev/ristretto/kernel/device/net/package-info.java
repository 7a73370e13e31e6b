/**
 * Network cards: of virtio, and of a process of Linux.
 *
 * <p>The words of a network: a {@link dev.ristretto.kernel.network.link.Link} is what the protocol stack sends frames
 * over; a {@link dev.ristretto.kernel.device.net.NetworkCard} is a device, and so a link, that one thread serves; the
 * host's descriptor, under the card of a process, moves bytes and knows no frames.
 */
@NullMarked
package dev.ristretto.kernel.device.net;

import org.jspecify.annotations.NullMarked;
