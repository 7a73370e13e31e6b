/**
 * The kernel on x86-64 hardware, virtual or physical: interrupt controllers, timer chips, serial port, power.
 */
@NullMarked
package dev.ristretto.kernel.machine.platform.pc;

import org.jspecify.annotations.NullMarked;
