/**
 * The format of Linux's file system ext4, to read and to write. The sections that comments cite are those of the Linux
 * kernel's documentation, "ext4 Data Structures and Algorithms"; field names in parentheses are those of its sources.
 *
 * <p>Nothing that comes from the device is trusted. {@link dev.ristretto.kernel.filesystem.ext4.Ext4Volume} mounts,
 * {@link dev.ristretto.kernel.filesystem.ext4.Ext4Formatter} makes an empty file system.
 */
@NullMarked
package dev.ristretto.kernel.filesystem.ext4;

import org.jspecify.annotations.NullMarked;
