/** The natives of sun.nio.ch: channels, sockets, selectors. */
@NullMarked
package dev.ristretto.kernel.personality.jdk.nio;

import org.jspecify.annotations.NullMarked;
