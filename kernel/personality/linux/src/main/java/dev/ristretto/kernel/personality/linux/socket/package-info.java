/** Sockets: system calls, addresses, options and messages of Linux in terms of the sockets of posix. */
@NullMarked
package dev.ristretto.kernel.personality.linux.socket;

import org.jspecify.annotations.NullMarked;
