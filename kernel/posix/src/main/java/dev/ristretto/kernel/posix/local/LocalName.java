package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.socket.SocketName;

/**
 * The name of a local socket.
 *
 * @param isAbstract whether it lives beside the file system and goes with its socket
 * @param text the path as it was given, or the bytes of an abstract name, each a character
 */
public record LocalName(boolean isAbstract, String text) implements SocketName {}
