package dev.ristretto.kernel.personality.linux.thread.family;

import dev.ristretto.kernel.personality.linux.time.TimeValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a process has used.
 *
 * @param time nanoseconds of processors
 * @param memory bytes
 * @param faults page faults
 */
public record ProgramUsage(long time, long memory, long faults) {
    public static final ProgramUsage NOTHING = new ProgramUsage(0, 0, 0);

    // struct rusage.
    private static final int SIZE = 144;
    private static final int MEMORY_AT = 32;
    private static final int FAULTS_AT = 64;
    private static final long KIBIBYTE = 1024;
    private static final long SECOND = TimeValues.SECOND;
    private static final long MICROSECOND = 1_000;

    /** What both have used, where memory is that of the larger one. */
    public ProgramUsage with(ProgramUsage other) {
        return new ProgramUsage(time + other.time, Math.max(memory, other.memory), faults + other.faults);
    }

    /** As struct rusage; what the kernel does for a thread and what the thread does itself are not told apart. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(time / SECOND).putLong(time % SECOND / MICROSECOND);
        bytes.putLong(MEMORY_AT, memory / KIBIBYTE).putLong(FAULTS_AT, faults);
        return bytes.array();
    }
}
