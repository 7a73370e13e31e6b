package dev.ristretto.kernel.personality.linux.file.lock;

/**
 * A lock of a part of a file.
 *
 * @param owner who has it, told apart by identity: a process, or an opening of the file
 * @param first byte that it covers
 * @param last byte that it covers
 * @param exclusive whether it keeps out everybody, not only those who write
 */
public record FileLock(Object owner, long first, long last, boolean exclusive) {
    boolean overlaps(FileLock other) {
        return first <= other.last && other.first <= last;
    }

    boolean conflicts(FileLock other) {
        return owner != other.owner && overlaps(other) && (exclusive || other.exclusive);
    }

    FileLock within(long newFirst, long newLast) {
        return new FileLock(owner, newFirst, newLast, exclusive);
    }
}
