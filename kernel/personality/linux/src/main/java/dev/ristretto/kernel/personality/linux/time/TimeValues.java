package dev.ristretto.kernel.personality.linux.time;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Times in a program's memory: struct timespec and struct timeval, both of two words. */
public final class TimeValues {
    /** Nanoseconds of a second. */
    public static final long SECOND = 1_000_000_000;

    /** Nanoseconds of a microsecond. */
    public static final long MICROSECOND = 1000;

    /** Bytes of either. */
    public static final int SIZE = 16;

    private TimeValues() {}

    /** Reads a struct timespec: nanoseconds, {@link ClockSource#NEVER} if they are too many; EINVAL if it is none. */
    public static long nanoseconds(UserMemory memory, long address) throws PosixException {
        return read(memory, address, SECOND, 1);
    }

    /** Reads a struct timeval: nanoseconds, {@link ClockSource#NEVER} if they are too many; EINVAL if it is none. */
    public static long ofMicroseconds(UserMemory memory, long address) throws PosixException {
        return read(memory, address, SECOND / MICROSECOND, MICROSECOND);
    }

    /** Writes nanoseconds as a struct timespec. */
    public static void writeNanoseconds(UserMemory memory, long address, long nanoseconds) throws PosixException {
        write(memory, address, nanoseconds, 1);
    }

    /** Writes nanoseconds as a struct timeval. */
    public static void writeMicroseconds(UserMemory memory, long address, long nanoseconds) throws PosixException {
        write(memory, address, nanoseconds, MICROSECOND);
    }

    private static long read(UserMemory memory, long address, long parts, long unit) throws PosixException {
        ByteBuffer value = ByteBuffer.wrap(memory.bytes(address, SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        long seconds = value.getLong();
        long rest = value.getLong();
        if (seconds < 0 || rest < 0 || rest >= parts) {
            throw new PosixException(Errno.EINVAL);
        }
        return seconds >= ClockSource.NEVER / SECOND ? ClockSource.NEVER : seconds * SECOND + rest * unit;
    }

    private static void write(UserMemory memory, long address, long nanoseconds, long unit) throws PosixException {
        ByteBuffer value = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        value.putLong(Math.floorDiv(nanoseconds, SECOND)).putLong(Math.floorMod(nanoseconds, SECOND) / unit);
        memory.write(address, value.array());
    }
}
