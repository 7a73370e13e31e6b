/** The natives of sun.nio.ch: channels, sockets, selectors. */
package dev.ristretto.kernel.personality.jdk.nio;
