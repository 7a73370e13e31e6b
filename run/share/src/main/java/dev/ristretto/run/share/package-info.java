/**
 * Folders of this computer that instances see: a server of 9P2000.L for each. What a client asks is not trusted: it
 * never gets out of its folder, whatever links are there, and has bounds in all that it can make grow.
 */
@NullMarked
package dev.ristretto.run.share;

import org.jspecify.annotations.NullMarked;
