/**
 * The one instance: its process, files, network and names, below all front doors and above devices and machine. The
 * composition root of the kernel: no other room names a device or a driver.
 *
 * <p>Each part is made when it is first asked for, in a class of its own, so that an image holds only the parts that
 * something reachable asks for.
 */
@NullMarked
package dev.ristretto.kernel.system;

import org.jspecify.annotations.NullMarked;
