package dev.ristretto.kernel.personality.linux.thread.futex;

/**
 * Which word of memory is meant: the same key for all who share it, wherever it is in their memory.
 *
 * @param owner whose memory it is, compared by identity: a process, or a file that several map
 * @param offset its address or its place in the file
 */
public record FutexKey(Object owner, long offset) {
    boolean isSame(FutexKey other) {
        return owner == other.owner && offset == other.offset;
    }

    int hash() {
        return 31 * System.identityHashCode(owner) + Long.hashCode(offset * 0x9E37_79B9_7F4A_7C15L >>> Integer.SIZE);
    }
}
