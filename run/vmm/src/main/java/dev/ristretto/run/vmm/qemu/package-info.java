/**
 * Instances as QEMU processes: finding QEMU, choosing the accelerator, the command line, the control and report
 * channels.
 */
@NullMarked
package dev.ristretto.run.vmm.qemu;

import org.jspecify.annotations.NullMarked;
