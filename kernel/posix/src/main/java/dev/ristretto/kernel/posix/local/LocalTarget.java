package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.socket.SocketName;

/**
 * A name that has been looked up: what a message is sent to.
 *
 * @param socket who has the name
 */
public record LocalTarget(LocalSocket socket) implements SocketName {}
