/**
 * Instances as processes of Linux: the image's file is executed and locks itself in. Needs no virtualization and no
 * privileges; the network comes from passt.
 */
@NullMarked
package dev.ristretto.run.vmm.process;

import org.jspecify.annotations.NullMarked;
