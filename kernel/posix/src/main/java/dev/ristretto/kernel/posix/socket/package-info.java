/**
 * Sockets in the terms of POSIX, the network that they use, and names of hosts: the protocol stack as programs know it.
 */
@NullMarked
package dev.ristretto.kernel.posix.socket;

import org.jspecify.annotations.NullMarked;
