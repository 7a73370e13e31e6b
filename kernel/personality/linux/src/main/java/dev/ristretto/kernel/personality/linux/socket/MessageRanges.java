package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.memory.UserRange;

/** Goes through the bytes of a program's ranges, one range after the other. For one thread. */
final class MessageRanges {
    private final UserMemory memory;
    private final UserRange[] ranges;
    private int index;
    private long done;
    private long left;

    MessageRanges(UserMemory memory, UserRange... ranges) {
        this.memory = memory;
        this.ranges = ranges;
        for (UserRange range : ranges) {
            left += range.length();
        }
    }

    /** How many bytes are to come. */
    long left() {
        return left;
    }

    /** Takes the next bytes from the program: how many there were up to one that cannot be read. */
    int read(byte[] target, int length) {
        return move(target, length, false);
    }

    /** Gives the next bytes to the program: how many there were up to one that cannot be written. */
    int write(byte[] source, int length) {
        return move(source, length, true);
    }

    /** Leaves bytes out. */
    void skip(int length) {
        int skipped = 0;
        while (skipped < length) {
            skipped += advance(step(length - skipped));
        }
    }

    private int move(byte[] bytes, int length, boolean toProgram) {
        int moved = 0;
        while (moved < length) {
            int step = step(length - moved);
            long address = ranges[index].address() + done;
            int count = toProgram
                    ? memory.writeSome(address, bytes, moved, step)
                    : memory.readSome(address, bytes, moved, step);
            moved += advance(count);
            if (count < step) {
                break;
            }
        }
        return moved;
    }

    /** The bytes of the next range that has some, at most so many. */
    private int step(int most) {
        while (ranges[index].length() == done) {
            index++;
            done = 0;
        }
        return (int) Math.min(most, ranges[index].length() - done);
    }

    private int advance(int count) {
        done += count;
        left -= count;
        return count;
    }
}
