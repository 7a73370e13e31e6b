/**
 * Starts and stops one instance of an image.
 *
 * <p>{@link dev.ristretto.run.vmm.Hypervisor} is the whole interface; {@code dev.ristretto.run.vmm.qemu} is the first implementation
 * behind it. Nothing here keeps state between two calls: an instance lives as long as the process that started it.
 */
@NullMarked
package dev.ristretto.run.vmm;

import org.jspecify.annotations.NullMarked;
