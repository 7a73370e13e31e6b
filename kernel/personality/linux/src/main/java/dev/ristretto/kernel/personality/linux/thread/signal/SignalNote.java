package dev.ristretto.kernel.personality.linux.thread.signal;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A signal that was sent, and what is told of it (siginfo_t).
 *
 * @param number of the signal
 * @param errno the field of that name, mostly 0
 * @param code why it was sent
 * @param first the bytes from 16 on: an address; a process and its user; the number of a timer and an overrun
 * @param second the bytes from 24 on: what the sender adds
 * @param timer the timer that sent it
 */
public record SignalNote(
        int number,
        int errno,
        int code,
        long first,
        long second,
        @Nullable SignalTimer timer) {
    /** Sent by kill. */
    public static final int BY_USER = 0;

    /** Sent by the kernel. */
    public static final int BY_KERNEL = 0x80;

    /** Sent by a timer of timer_create. */
    public static final int BY_TIMER = -2;

    /** Sent by tkill or tgkill. */
    public static final int TO_THREAD = -6;

    /** Bytes of a siginfo_t. */
    public static final int SIZE = 128;

    private static final int CODE_AT = 8;
    private static final int FIRST_AT = 16;
    private static final int SECOND_AT = 24;

    // Fields of struct signalfd_siginfo, of SIZE bytes too (signalfd(2)).
    private static final int FILE_PROCESS = 12;
    private static final int FILE_USER = 16;
    private static final int FILE_TIMER = 24;
    private static final int FILE_OVERRUN = 32;
    private static final int FILE_STATUS = 40;
    private static final int FILE_INT = 44;
    private static final int FILE_POINTER = 48;
    private static final int FILE_ADDRESS = 72;

    /** One that says no more. */
    public static SignalNote plain(int number, int code) {
        return new SignalNote(number, 0, code, 0, 0, null);
    }

    /** One that a process has sent, whose user is root. */
    public static SignalNote from(int number, int code, int process) {
        return new SignalNote(number, 0, code, Integer.toUnsignedLong(process), 0, null);
    }

    /** One for what an instruction did at an address. */
    public static SignalNote at(int number, int code, long address) {
        return new SignalNote(number, 0, code, address, 0, null);
    }

    /** Reads what a program says of a signal that it sends itself (rt_sigqueueinfo(2)). */
    public static SignalNote read(UserMemory memory, long address, int number) throws PosixException {
        ByteBuffer bytes = ByteBuffer.wrap(memory.bytes(address, SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        return new SignalNote(
                number,
                bytes.getInt(Integer.BYTES),
                bytes.getInt(CODE_AT),
                bytes.getLong(FIRST_AT),
                bytes.getLong(SECOND_AT),
                null);
    }

    /** The bytes of a siginfo_t. */
    public byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        put(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0);
        return bytes;
    }

    void put(ByteBuffer target, int at) {
        target.putInt(at, number).putInt(at + Integer.BYTES, errno).putInt(at + CODE_AT, code);
        target.putLong(at + FIRST_AT, first).putLong(at + SECOND_AT, second);
    }

    /** Appends a struct signalfd_siginfo. */
    void putForFile(ByteBuffer target) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, number).putInt(Integer.BYTES, errno).putInt(CODE_AT, code);
        if (code == BY_TIMER) {
            bytes.putInt(FILE_TIMER, (int) first).putInt(FILE_OVERRUN, (int) (first >>> Integer.SIZE));
        } else if (code > 0 && SignalNumbers.isOfInstruction(number)) {
            bytes.putLong(FILE_ADDRESS, first);
        } else {
            bytes.putInt(FILE_PROCESS, (int) first).putInt(FILE_USER, (int) (first >>> Integer.SIZE));
        }
        if (code > 0 && number == SignalNumbers.CHILD) {
            bytes.putInt(FILE_STATUS, (int) second);
        } else {
            bytes.putInt(FILE_INT, (int) second).putLong(FILE_POINTER, second);
        }
        target.put(bytes.array());
    }

    /** What is told now that it is taken: a timer says how often it has expired since. */
    SignalNote taken() {
        return timer == null
                ? this
                : new SignalNote(
                        number,
                        errno,
                        code,
                        first & 0xffff_ffffL | (long) timer.signalTaken() << Integer.SIZE,
                        second,
                        timer);
    }
}
