/** The Linux front door: programs of Linux, unmodified, whose system calls the kernel answers. */
@NullMarked
package dev.ristretto.kernel.personality.linux;

import org.jspecify.annotations.NullMarked;
