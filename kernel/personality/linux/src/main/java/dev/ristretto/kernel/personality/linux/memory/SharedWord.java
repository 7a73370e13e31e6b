package dev.ristretto.kernel.personality.linux.memory;

/**
 * A word in memory that several processes may have at addresses of their own.
 *
 * @param owner what the memory belongs to, told apart by identity
 * @param offset where it is in that, in bytes
 */
public record SharedWord(Object owner, long offset) {}
