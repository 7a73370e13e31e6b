/** Sockets between the programs of one machine (unix(7)): their names, connections, messages and passed files. */
@NullMarked
package dev.ristretto.kernel.posix.local;

import org.jspecify.annotations.NullMarked;
