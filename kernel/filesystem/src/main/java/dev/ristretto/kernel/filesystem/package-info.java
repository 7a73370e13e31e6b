/**
 * Files: what every file system offers ({@link dev.ristretto.kernel.filesystem.Volume} and the kinds of
 * {@link dev.ristretto.kernel.filesystem.Inode}), and paths through them. The formats have packages of their own.
 *
 * <p>Pure Java. It knows paths, bytes and a clock that is passed in, but neither processes, descriptors nor the JDK's
 * natives: those are the kernel's. There is one user and every permission is granted; permission bits are kept because
 * programs set and read them.
 */
@NullMarked
package dev.ristretto.kernel.filesystem;

import org.jspecify.annotations.NullMarked;
