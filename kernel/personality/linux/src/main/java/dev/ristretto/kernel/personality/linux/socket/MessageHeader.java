package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.memory.UserRange;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;

/**
 * What a program says of a message (struct msghdr). Nothing that it leads to has been checked.
 *
 * @param place where it lies
 * @param name address of the name's bytes, 0 for none
 * @param nameLength bytes of the name or the room for it, 0 to 128
 * @param vector address of the ranges
 * @param count how many ranges
 * @param control address of the control messages
 * @param controlLength bytes of them or the room for them, not below 0
 */
record MessageHeader(long place, long name, int nameLength, long vector, long count, long control, long controlLength) {
    /** Bytes of one (struct msghdr). */
    static final int SIZE = 56;

    /** Bytes from one to the next in a vector of several (struct mmsghdr), and where its result lies. */
    static final int STEP = 64;

    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;

    /** Reads one; EINVAL if a length is negative, EMSGSIZE if there are too many ranges, as on Linux. */
    static MessageHeader read(UserMemory memory, long place) throws PosixException {
        ByteBuffer header = SocketAddresses.view(memory.bytes(place, SIZE));
        long name = header.getLong(0);
        int nameLength = name == 0 ? 0 : header.getInt(NAME_LENGTH);
        long count = header.getLong(COUNT);
        long controlLength = header.getLong(CONTROL_LENGTH);
        if (nameLength < 0 || controlLength < 0) {
            throw new PosixException(Errno.EINVAL);
        }
        if (count < 0 || count > UserMemory.MOST_RANGES) {
            throw new PosixException(Errno.EMSGSIZE);
        }
        return new MessageHeader(
                place,
                name,
                Math.min(nameLength, SocketAddresses.LONGEST),
                header.getLong(VECTOR),
                count,
                header.getLong(CONTROL),
                header.getLong(CONTROL) == 0 ? 0 : controlLength);
    }

    /** The ranges of its bytes. */
    UserRange[] ranges(UserMemory memory) throws PosixException {
        return memory.ranges(vector, count);
    }

    /** Gives the program the name that a message came with, cut to the room there is, and its whole length. */
    void giveName(UserMemory memory, byte[] bytes) throws PosixException {
        if (name != 0) {
            memory.write(name, bytes, 0, Math.min(nameLength, bytes.length));
            memory.putInt(place + NAME_LENGTH, bytes.length);
        }
    }

    /** Tells the program how many bytes of control messages it was given, and flags of the message. */
    void giveResult(UserMemory memory, long controls, int flags) throws PosixException {
        memory.putLong(place + CONTROL_LENGTH, controls);
        memory.putInt(place + FLAGS, flags);
    }
}
