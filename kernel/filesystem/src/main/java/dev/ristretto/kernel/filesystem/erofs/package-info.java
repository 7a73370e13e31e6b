/**
 * The format of Linux's read-only file system EROFS, uncompressed: to read, and to write whole for roots that nobody
 * changes. The format is that of the Linux kernel's documentation, "EROFS - Enhanced Read-Only File System"; field
 * names in
 * parentheses are those of its sources. Nothing that comes from the device is trusted.
 */
@NullMarked
package dev.ristretto.kernel.filesystem.erofs;

import org.jspecify.annotations.NullMarked;
