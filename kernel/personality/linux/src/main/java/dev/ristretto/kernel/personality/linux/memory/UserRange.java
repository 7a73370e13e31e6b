package dev.ristretto.kernel.personality.linux.memory;

/**
 * Bytes of a program's memory, of which nothing has been checked (struct iovec).
 *
 * @param address of the first one
 * @param length how many, not below 0
 */
public record UserRange(long address, long length) {}
