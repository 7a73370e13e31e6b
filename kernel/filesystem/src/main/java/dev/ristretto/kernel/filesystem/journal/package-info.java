/**
 * The journal of ext4 (jbd2): changes of blocks that happen wholly or not at all, whenever power fails. The format is
 * that of the Linux kernel's documentation, "ext4 Data Structures and Algorithms", section 3.6.
 */
@NullMarked
package dev.ristretto.kernel.filesystem.journal;

import org.jspecify.annotations.NullMarked;
