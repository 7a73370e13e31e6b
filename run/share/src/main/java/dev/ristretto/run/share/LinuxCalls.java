package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * The system calls of a server on files, which the JDK has only in part: all by descriptors of directories and single
 * names. For one thread.
 */
final class LinuxCalls {
    /** Bytes of the longest name or target, with a zero behind it. */
    static final int PATH_ROOM = 4096;

    /** Relative to no directory. */
    static final int NOWHERE = -100;

    // Flags of open(2).
    static final int NEW = 0100 | 0200;
    static final int NO_TERMINAL = 0400;
    static final int NONBLOCK = 04000;
    static final int DIRECTORY = 0200000;
    static final int NO_FOLLOW = 0400000;
    static final int CLOSE_ON_EXEC = 02000000;
    static final int PATH_ONLY = 010000000;

    private static final int DUPLICATE = 1030;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle CALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(1));

    private final MemorySegment state;
    private final MemorySegment first;
    private final MemorySegment second;

    /** Calls whose texts live as long as {@code arena}. */
    LinuxCalls(Arena arena) {
        state = arena.allocate(STATE);
        first = arena.allocate(PATH_ROOM);
        second = arena.allocate(PATH_ROOM);
    }

    /** Makes a call; begins again where a signal came in between. */
    long call(int number, long a, long b, long c, long d, long e) throws CallFault {
        while (true) {
            long result;
            try {
                result = (long) CALL.invokeExact(state, (long) number, a, b, c, d, e);
            } catch (Throwable cause) {
                throw new IllegalStateException("a system call of libc could not be made", cause);
            }
            if (result != -1) {
                return result;
            }
            int error = (int) ERROR.get(state, 0L);
            if (error != ErrorNumbers.EINTR) {
                throw new CallFault(error);
            }
        }
    }

    /** What a directory has under a name, to name it alone: nothing is opened, and no link is followed. */
    int find(int directory, byte[] name) throws CallFault {
        return (int) call(SystemCalls.OPENAT, directory, text(name), PATH_ONLY | NO_FOLLOW | CLOSE_ON_EXEC, 0, 0);
    }

    /** A new regular file, opened. */
    int create(int directory, byte[] name, int access, int permissions) throws CallFault {
        int flags = access | NEW | NO_FOLLOW | CLOSE_ON_EXEC;
        return (int) call(SystemCalls.OPENAT, directory, text(name), flags, permissions, 0);
    }

    /** The file that a descriptor stands for, opened otherwise. */
    int reopen(int descriptor, int flags) throws CallFault {
        return (int) call(SystemCalls.OPENAT, NOWHERE, itself(descriptor), flags | CLOSE_ON_EXEC, 0, 0);
    }

    /** One more descriptor for the same. */
    int copy(int descriptor) throws CallFault {
        return (int) call(SystemCalls.FCNTL, descriptor, DUPLICATE, 0, 0, 0);
    }

    void close(int descriptor) {
        try {
            long unused = call(SystemCalls.CLOSE, descriptor, 0, 0, 0, 0);
        } catch (CallFault e) {
            // It is closed all the same (close(2)).
            return;
        }
    }

    /**
     * The address of a path that leads to the very file that a descriptor stands for, even without a name: Linux does
     * not follow it by names. It is valid until the next text.
     */
    long itself(int descriptor) {
        return text(("/proc/self/fd/" + descriptor).getBytes(StandardCharsets.US_ASCII));
    }

    /** The address of a text; valid until the next one. */
    long text(byte[] bytes) {
        return put(first, bytes);
    }

    /** The same beside it. */
    long otherText(byte[] bytes) {
        return put(second, bytes);
    }

    private static long put(MemorySegment target, byte[] bytes) {
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
        target.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return target.address();
    }
}
