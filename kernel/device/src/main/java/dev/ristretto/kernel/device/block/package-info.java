/** Disks of virtio (virtio 1.2 section 5.2), for file systems to stand on. */
@NullMarked
package dev.ristretto.kernel.device.block;

import org.jspecify.annotations.NullMarked;
