/**
 * What all virtio devices have in common (virtio 1.2): the handshake, split virtqueues, the MMIO and PCI transports.
 *
 * <p>Memory shared with a device has one owner at a time, the driver or the device, and everything a device writes is
 * untrusted: identifiers, lengths and counts are checked before use, and a device that breaks the rules is reset and
 * reported by a {@link dev.ristretto.kernel.device.virtio.DeviceException}.
 */
@NullMarked
package dev.ristretto.kernel.device.virtio;

import org.jspecify.annotations.NullMarked;
