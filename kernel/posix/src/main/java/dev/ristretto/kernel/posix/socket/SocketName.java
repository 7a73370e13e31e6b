package dev.ristretto.kernel.posix.socket;

/** Where a socket can be reached, in the terms of its family. */
public interface SocketName {}
