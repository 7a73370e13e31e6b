/**
 * Where everything of an ext4 file system is on its device: superblock, groups, bitmaps, inodes and extents. The
 * sections that comments cite are those of the Linux kernel's documentation, "ext4 Data Structures and Algorithms";
 * field names in parentheses are those of its sources. Nothing here is safe for use by several threads.
 */
@NullMarked
package dev.ristretto.kernel.filesystem.ext4.layout;

import org.jspecify.annotations.NullMarked;
