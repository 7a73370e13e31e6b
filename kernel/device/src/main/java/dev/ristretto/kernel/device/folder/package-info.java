/** Ways to folders of the host, which a server of 9P2000.L keeps: by virtio, and for a process by a Unix socket. */
@NullMarked
package dev.ristretto.kernel.device.folder;

import org.jspecify.annotations.NullMarked;
