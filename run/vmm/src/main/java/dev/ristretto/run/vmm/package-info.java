/**
 * Runs one instance of an image, in front of whoever starts it or on its own.
 *
 * <p>{@link dev.ristretto.run.vmm.Hypervisor} is what all kinds of hypervisors look like from above: who uses one asks
 * what it can do and never which one it is. {@code provider} names those that there are, {@code launch} is what they
 * share.
 */
@NullMarked
package dev.ristretto.run.vmm;

import org.jspecify.annotations.NullMarked;
