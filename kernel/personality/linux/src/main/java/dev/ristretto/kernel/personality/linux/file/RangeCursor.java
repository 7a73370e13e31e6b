package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.memory.UserRange;

/** Goes through ranges of a program's memory from the first byte to the last. */
final class RangeCursor {
    private final UserMemory memory;
    private final UserRange[] ranges;
    private int index;
    private long offset;
    private long remaining;

    RangeCursor(UserMemory memory, UserRange... ranges) {
        this.memory = memory;
        this.ranges = ranges;
        for (UserRange range : ranges) {
            remaining += range.length();
        }
    }

    /** How many bytes are left. */
    long remaining() {
        return remaining;
    }

    /** Copies to the program up to the first byte that it may not write to: how many. */
    int put(byte[] source, int length) {
        int done = 0;
        while (done < length) {
            int step = step(length - done);
            int copied = memory.writeSome(ranges[index].address() + offset, source, done, step);
            advance(copied);
            done += copied;
            if (copied < step) {
                break;
            }
        }
        return done;
    }

    /** Copies from the program up to the first byte that it may not read: how many. */
    int get(byte[] target, int length) {
        int done = 0;
        while (done < length) {
            int step = step(length - done);
            int copied = memory.readSome(ranges[index].address() + offset, target, done, step);
            advance(copied);
            done += copied;
            if (copied < step) {
                break;
            }
        }
        return done;
    }

    /** How much of {@code wanted}, which is not more than what remains, lies in the range at hand. */
    private int step(int wanted) {
        while (offset == ranges[index].length()) {
            index++;
            offset = 0;
        }
        return (int) Math.min(wanted, ranges[index].length() - offset);
    }

    private void advance(int bytes) {
        offset += bytes;
        remaining -= bytes;
    }
}
