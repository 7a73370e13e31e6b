/**
 * Virtio devices (virtio 1.2): split virtqueues, the MMIO and PCI transports, network card and random number generator.
 *
 * <p>Memory shared with a device has one owner at a time, the driver or the device, and everything a device writes is
 * untrusted: identifiers, lengths and counts are checked before use, and a device that breaks the rules is reset and
 * reported by a {@link dev.ristretto.kernel.device.DeviceException}. Drivers are found lazily, so an image that never
 * asks for a device does not contain its driver.
 *
 * <p>The words of a network: a {@link dev.ristretto.kernel.network.Link} is what the protocol stack sends frames over;
 * a {@link dev.ristretto.kernel.device.NetworkCard} is a device, and so a link, that one thread serves; the host's
 * descriptor, under the card of a process, moves bytes and knows no frames.
 */
@NullMarked
package dev.ristretto.kernel.device;

import org.jspecify.annotations.NullMarked;
