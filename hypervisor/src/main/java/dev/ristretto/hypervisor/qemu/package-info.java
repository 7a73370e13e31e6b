/** Instances as QEMU processes: finding QEMU, choosing the accelerator, the command line, the control and report channels. */
@NullMarked
package dev.ristretto.hypervisor.qemu;

import org.jspecify.annotations.NullMarked;
