package dev.ristretto.kernel.personality.linux.file.poll;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.call.SignalMaskScope;
import dev.ristretto.kernel.personality.linux.file.FileFlags;
import dev.ristretto.kernel.posix.Epoll;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** epoll(7). */
public final class ReadinessSetCalls {
    /** Bytes of struct epoll_event, which is packed on x86-64. */
    private static final int EVENT = 12;

    /** EPOLLWAKEUP and EPOLLEXCLUSIVE, which change nothing: all who wait may be woken. */
    private static final int WITHOUT_MEANING = 1 << 29 | 1 << 28;

    private static final int EXCLUSIVE = 1 << 28;

    /** More reports than these come with the next call. */
    private static final int MOST_EVENTS = 4096;

    /** All of them. */
    public ReadinessSetCalls() {}

    /** Has them answered. */
    public void addTo(CallTable table) {
        table.set(SystemCalls.EPOLL_CREATE, caller -> {
            if (caller.intArgument(0) <= 0) {
                throw new PosixException(Errno.EINVAL);
            }
            return create(caller, 0);
        });
        table.set(SystemCalls.EPOLL_CREATE1, caller -> create(caller, caller.intArgument(0)));
        table.set(SystemCalls.EPOLL_CTL, ReadinessSetCalls::control);
        table.set(SystemCalls.EPOLL_WAIT, caller -> await(caller, WaitArguments.milliseconds(caller.intArgument(3))));
        table.set(SystemCalls.EPOLL_PWAIT, caller -> {
            try (SignalMaskScope _ = WaitArguments.mask(caller, caller.argument(4), caller.argument(5))) {
                return await(caller, WaitArguments.milliseconds(caller.intArgument(3)));
            }
        });
        table.set(SystemCalls.EPOLL_PWAIT2, caller -> {
            long timeout = WaitArguments.timespec(caller, caller.argument(3));
            try (SignalMaskScope _ = WaitArguments.mask(caller, caller.argument(4), caller.argument(5))) {
                return await(caller, timeout);
            }
        });
    }

    private static long create(Caller caller, int flags) throws PosixException {
        if ((flags & ~FileFlags.CLOSE_ON_EXECUTE) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        return caller.process().descriptors().open(new Epoll(), flags != 0);
    }

    private static Epoll set(Caller caller) throws PosixException {
        return caller.process().descriptors().get(caller.intArgument(0), Epoll.class, Errno.EINVAL);
    }

    private static long control(Caller caller) throws PosixException {
        int operation = caller.intArgument(1);
        int fd = caller.intArgument(2);
        long address = caller.argument(3);
        boolean asks = operation != Epoll.DELETE;
        int events = asks ? caller.memory().getInt(address) : 0;
        long data = asks ? caller.memory().getLong(address + Integer.BYTES) : 0;
        OpenFile unused = caller.process().descriptors().get(caller.intArgument(0));
        OpenFile file = caller.process().descriptors().get(fd);
        // Files are always ready, so nobody can be told when they become it.
        if (file instanceof InodeFile) {
            throw new PosixException(Errno.EPERM);
        }
        Epoll set = set(caller);
        if (operation == Epoll.MODIFY && (events & EXCLUSIVE) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        set.control(operation, fd, file, events & ~WITHOUT_MEANING, data);
        return 0;
    }

    private static long await(Caller caller, long timeoutNanos) throws PosixException {
        Epoll set = set(caller);
        int most = caller.intArgument(2);
        if (most <= 0 || most > Integer.MAX_VALUE / EVENT) {
            throw new PosixException(Errno.EINVAL);
        }
        int room = Math.min(most, MOST_EVENTS);
        EventBuffer buffer = new EventBuffer(room);
        int count = set.waitFor(room, timeoutNanos == Wait.FOREVER ? -1 : timeoutNanos, buffer);
        if (count > 0) {
            caller.memory().write(caller.argument(1), buffer.bytes(), 0, count * EVENT);
        } else if (timeoutNanos != 0 && caller.isSignalled()) {
            throw new PosixException(Errno.EINTR);
        }
        return count;
    }

    /** Grows with what is reported, for most calls make room for far more than comes. */
    private static final class EventBuffer implements Epoll.Receiver {
        private static final int FIRST = 16;

        private final int room;
        private ByteBuffer buffer;

        EventBuffer(int room) {
            this.room = room;
            buffer = allocate(Math.min(room, FIRST));
        }

        private static ByteBuffer allocate(int events) {
            return ByteBuffer.allocate(events * EVENT).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void ready(int index, int events, long data) {
            if (!buffer.hasRemaining()) {
                buffer = allocate(Math.min(room, 2 * index)).put(buffer.flip());
            }
            buffer.putInt(events).putLong(data);
        }

        byte[] bytes() {
            return buffer.array();
        }
    }
}
