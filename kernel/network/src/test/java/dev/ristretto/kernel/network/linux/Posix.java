package dev.ristretto.kernel.network.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few system calls that a TAP device needs. */
final class Posix {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle IOCTL = handle(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            2);
    private static final MethodHandle READ = handle("read", TRANSFER(), -1);
    private static final MethodHandle WRITE = handle("write", TRANSFER(), -1);
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), -1);
    private static final MethodHandle EVENTFD = handle(
            "eventfd", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), -1);
    private static final MethodHandle PPOLL = handle(
            "ppoll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS),
            -1);

    private Posix() {}

    private static FunctionDescriptor TRANSFER() {
        return FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, int firstVariadic) {
        MemorySegment address = LINKER.defaultLookup().find(name).orElseThrow();
        Linker.Option capture = Linker.Option.captureCallState("errno");
        return firstVariadic < 0
                ? LINKER.downcallHandle(address, descriptor, capture)
                : LINKER.downcallHandle(address, descriptor, capture, Linker.Option.firstVariadicArg(firstVariadic));
    }

    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURE);
            return check("open " + path, (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags), state);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static void ioctl(int fd, long request, MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURE);
            int result = (int) IOCTL.invokeExact(state, fd, request, argument);
            check("ioctl", result, state);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Bytes read, or -1 if there is nothing. */
    static int read(int fd, MemorySegment target, MemorySegment state) {
        try {
            return (int) (long) READ.invokeExact(state, fd, target, target.byteSize());
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static int write(int fd, MemorySegment source, MemorySegment state) {
        try {
            return (int) (long) WRITE.invokeExact(state, fd, source, source.byteSize());
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) CLOSE.invokeExact(arena.allocate(CAPTURE), fd);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static int eventfd() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURE);
            return check("eventfd", (int) EVENTFD.invokeExact(state, 0, 0x800), state);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** Waits until one of two descriptors is readable or the time is over. */
    static void awaitReadable(int first, int second, long nanos, MemorySegment state, MemorySegment scratch) {
        try {
            scratch.setAtIndex(ValueLayout.JAVA_INT, 0, first);
            scratch.setAtIndex(ValueLayout.JAVA_INT, 1, 1);
            scratch.setAtIndex(ValueLayout.JAVA_INT, 2, second);
            scratch.setAtIndex(ValueLayout.JAVA_INT, 3, 1);
            scratch.setAtIndex(ValueLayout.JAVA_LONG, 2, nanos / 1_000_000_000L);
            scratch.setAtIndex(ValueLayout.JAVA_LONG, 3, nanos % 1_000_000_000L);
            int ignored = (int) PPOLL.invokeExact(state, scratch, 2L, scratch.asSlice(16), MemorySegment.NULL);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static MemorySegment newState(Arena arena) {
        return arena.allocate(CAPTURE);
    }

    private static int check(String what, int result, MemorySegment state) {
        if (result < 0) {
            throw new IllegalStateException(what + " failed with error " + (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static RuntimeException rethrow(Throwable e) {
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }
}
