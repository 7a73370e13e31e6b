package dev.ristretto.kernel.personality.linux.thread.family;

import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What clone(2) and clone3(2) are asked for.
 *
 * @param flags CLONE_*
 * @param stackPointer of the new thread, 0 for its creator's
 * @param parentWord where the creator finds the number of the new thread
 * @param childWord where the new thread finds it, and what is cleared at its end
 * @param threadPointer of the new thread
 * @param endSignal what its end sends to its parent
 */
public record CloneRequest(
        long flags, long stackPointer, long parentWord, long childWord, long threadPointer, long endSignal) {
    public static final long MEMORY = 0x100;
    public static final long FILE_SYSTEM = 0x200;
    public static final long FILES = 0x400;
    public static final long HANDLERS = 0x800;
    public static final long PIDFD = 0x1000;
    public static final long VFORK = 0x4000;
    public static final long SAME_PARENT = 0x8000;
    public static final long THREAD = 0x1_0000;
    public static final long SET_THREAD_POINTER = 0x8_0000;
    public static final long SET_PARENT_WORD = 1 << 20;
    public static final long CLEAR_CHILD_WORD = 0x20_0000;
    public static final long SET_CHILD_WORD = 0x100_0000;

    /** CLONE_DETACHED, which clone ignores and clone3 refuses. */
    private static final long DETACHED = 0x40_0000;

    /** CLONE_CLEAR_SIGHAND: no signal has a handler in the new process. */
    public static final long CLEAR_HANDLERS = 0x1_0000_0000L;

    /** CLONE_PTRACE, CLONE_SYSVSEM, CLONE_UNTRACED, CLONE_IO: nothing here that they could be about. */
    private static final long WITHOUT_EFFECT = 0x2000 | 0x4_0000 | 0x80_0000 | 0x8000_0000L;

    /** What a new process may be asked for. */
    private static final long OF_PROCESSES = MEMORY
            | VFORK
            | SAME_PARENT
            | SET_THREAD_POINTER
            | SET_PARENT_WORD
            | CLEAR_CHILD_WORD
            | DETACHED
            | SET_CHILD_WORD
            | CLEAR_HANDLERS
            | WITHOUT_EFFECT;

    private static final long SIGNAL = 0xff;

    // struct clone_args (linux/sched.h).
    private static final int FIRST_SIZE = 64;
    private static final int SIZE = 88;
    private static final int LARGEST = 4096;
    private static final int CHILD_WORD_AT = 16;
    private static final int PARENT_WORD_AT = 24;
    private static final int SIGNAL_AT = 32;
    private static final int STACK_AT = 40;
    private static final int STACK_SIZE_AT = 48;
    private static final int THREAD_POINTER_AT = 56;
    private static final int NUMBERS_AT = 64;
    private static final int NUMBER_COUNT_AT = 72;

    /** The arguments of clone, as x86-64 has them. */
    public static CloneRequest of(long flags, long stack, long parentWord, long childWord, long threadPointer) {
        return new CloneRequest(flags & ~SIGNAL, stack, parentWord, childWord, threadPointer, flags & SIGNAL);
    }

    /** The arguments of clone3. */
    public static CloneRequest read(UserMemory memory, long address, long size) throws PosixException {
        if (size < FIRST_SIZE) {
            throw new PosixException(Errno.EINVAL);
        }
        if (size > LARGEST) {
            throw new PosixException(Errno.E2BIG);
        }
        byte[] given = memory.bytes(address, (int) size);
        for (int i = SIZE; i < given.length; i++) {
            if (given[i] != 0) {
                throw new PosixException(Errno.E2BIG);
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(given, SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        long flags = bytes.getLong(0);
        long stack = bytes.getLong(STACK_AT);
        long stackSize = bytes.getLong(STACK_SIZE_AT);
        boolean numbers = bytes.getLong(NUMBERS_AT) != 0 || bytes.getLong(NUMBER_COUNT_AT) != 0;
        if ((flags & (DETACHED | SIGNAL)) != 0
                || flags >>> Integer.SIZE + 2 != 0
                || numbers
                || (stack == 0) != (stackSize == 0)
                || (bytes.getLong(SIGNAL_AT) & ~SIGNAL) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return new CloneRequest(
                flags,
                stack + stackSize,
                bytes.getLong(PARENT_WORD_AT),
                bytes.getLong(CHILD_WORD_AT),
                bytes.getLong(THREAD_POINTER_AT),
                bytes.getLong(SIGNAL_AT));
    }

    public boolean has(long flag) {
        return (flags & flag) == flag;
    }

    /** fork(2), vfork(2). */
    public static CloneRequest ofProcess(long flags, long endSignal) {
        return new CloneRequest(flags, 0, 0, 0, 0, endSignal);
    }

    /** Whether a new process can be like that: it has its own files and handlers, and there are no namespaces. */
    public boolean isKnownForProcess() {
        return (flags & ~OF_PROCESSES) == 0;
    }

    /** Whether it is for a thread of the same process. EINVAL if what is asked for cannot be together. */
    public boolean isThread() throws PosixException {
        boolean needsHandlers = has(THREAD) && !has(HANDLERS);
        boolean needsMemory = has(HANDLERS) && !has(MEMORY);
        if (needsHandlers || needsMemory || has(THREAD) && has(PIDFD)) {
            throw new PosixException(Errno.EINVAL);
        }
        return has(THREAD);
    }
}
