/**
 * Virtio devices (virtio 1.2): split virtqueues, the MMIO and PCI transports, network card and random number generator.
 *
 * <p>Memory shared with a device has one owner at a time, the driver or the device, and everything a device writes is
 * untrusted: identifiers, lengths and counts are checked before use, and a device that breaks the rules is reset and
 * reported by a {@link dev.ristretto.kernel.device.DeviceException}. Drivers are found lazily, so an image that never
 * asks for a device does not contain its driver.
 */
@NullMarked
package dev.ristretto.kernel.device;

import org.jspecify.annotations.NullMarked;
