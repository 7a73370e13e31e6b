package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.posix.socket.SocketName;

/**
 * The address of a netlink socket (netlink(7)).
 *
 * @param port its number, 0 for the kernel's or for none yet
 * @param groups what it wants to be told of, which nothing here tells
 */
record NetlinkName(int port, int groups) implements SocketName {}
