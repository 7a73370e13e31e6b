package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Credentials;
import java.nio.ByteBuffer;

/**
 * What the kernel tells a program beside its arguments (getauxval(3), include/uapi/linux/auxvec.h), in Linux's order.
 * No vDSO is told of, as there is none, and no instructions for the base of FS: a program that used them would not be
 * seen to do so.
 *
 * @param image the program, not its interpreter
 * @param moved by how much it was
 * @param interpreter where the interpreter's addresses begin; 0 if there is none
 * @param credentials who runs it
 * @param hardwareCapabilities register EDX of leaf 1 of CPUID
 */
record AuxiliaryVector(
        ElfImage image, long moved, long interpreter, Credentials credentials, long hardwareCapabilities) {
    /** Bytes of it: 21 entries and the end. */
    static final int LENGTH = 22 * 16;

    private static final int MINIMUM_SIGNAL_STACK = 51;
    private static final int HARDWARE = 16;
    private static final int PAGE_SIZE = 6;
    private static final int CLOCK_TICKS = 17;
    private static final int HEADERS = 3;
    private static final int HEADER_LENGTH = 4;
    private static final int HEADER_COUNT = 5;
    private static final int BASE = 7;
    private static final int FLAGS = 8;
    private static final int ENTRY = 9;
    private static final int USER = 11;
    private static final int EFFECTIVE_USER = 12;
    private static final int GROUP = 13;
    private static final int EFFECTIVE_GROUP = 14;
    private static final int SECURE = 23;
    private static final int RANDOM = 25;
    private static final int MORE_HARDWARE = 26;
    private static final int EXECUTED = 31;
    private static final int PLATFORM = 15;
    private static final int SEQUENCE_SIZE = 27;
    private static final int SEQUENCE_ALIGNMENT = 28;

    /** Enough for what is kept of the processor when a signal arrives; C libraries once had it as a constant. */
    private static final int SIGNAL_STACK_BYTES = 2048;

    private static final int TICKS_A_SECOND = 100;
    private static final int SEQUENCE_BYTES = 28;

    /** Appends it; three entries are addresses in the stack. */
    void put(ByteBuffer target, long random, long executed, long platform) {
        put(target, MINIMUM_SIGNAL_STACK, SIGNAL_STACK_BYTES);
        put(target, HARDWARE, hardwareCapabilities);
        put(target, PAGE_SIZE, UserSpace.PAGE);
        put(target, CLOCK_TICKS, TICKS_A_SECOND);
        put(target, HEADERS, image.headers() == 0 ? 0 : image.headers() + moved);
        put(target, HEADER_LENGTH, ElfImage.HEADER_LENGTH);
        put(target, HEADER_COUNT, image.headerCount());
        put(target, BASE, interpreter);
        put(target, FLAGS, 0);
        put(target, ENTRY, image.entry() + moved);
        put(target, USER, credentials.user());
        put(target, EFFECTIVE_USER, credentials.user());
        put(target, GROUP, credentials.group());
        put(target, EFFECTIVE_GROUP, credentials.group());
        put(target, SECURE, 0);
        put(target, RANDOM, random);
        put(target, MORE_HARDWARE, 0);
        put(target, EXECUTED, executed);
        put(target, PLATFORM, platform);
        put(target, SEQUENCE_SIZE, SEQUENCE_BYTES);
        put(target, SEQUENCE_ALIGNMENT, 32);
        put(target, 0, 0);
    }

    private static void put(ByteBuffer target, long key, long value) {
        target.putLong(key).putLong(value);
    }
}
