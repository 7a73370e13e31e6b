/**
 * The boot path in Java, and what the hypervisor says at boot.
 */
@NullMarked
package dev.ristretto.kernel.machine.boot;

import org.jspecify.annotations.NullMarked;
