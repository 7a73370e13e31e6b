/**
 * The network file system 9P2000.L: folders that somebody else keeps, such as the host. The base protocol is that of
 * Plan 9 ("Plan 9 from Bell Labs", section 5 of its manual), the dialect that of the Linux kernel's v9fs, as diod's
 * protocol.md describes it. Nothing that a server says is trusted.
 */
@NullMarked
package dev.ristretto.kernel.filesystem.ninep;

import org.jspecify.annotations.NullMarked;
