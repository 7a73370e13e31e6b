/**
 * Starts and stops one instance of an image.
 *
 * <p>{@link dev.ristretto.hypervisor.Hypervisor} is the whole interface; {@code dev.ristretto.hypervisor.qemu} is the first implementation
 * behind it. Nothing here keeps state between two calls: an instance lives as long as the process that started it.
 */
@NullMarked
package dev.ristretto.hypervisor;

import org.jspecify.annotations.NullMarked;
