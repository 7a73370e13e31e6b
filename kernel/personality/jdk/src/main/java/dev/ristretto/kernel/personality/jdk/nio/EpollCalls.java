package dev.ristretto.kernel.personality.jdk.nio;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.Epoll;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.io.IOException;

/** What the native methods of sun.nio.ch.EPoll do. */
final class EpollCalls {
    static final int EVENT_SIZE = 12;
    static final int DATA_OFFSET = 4;

    private EpollCalls() {}

    static int create() throws IOException {
        return JdkExceptions.IO.asInt(() -> Descriptors.table().open(new Epoll()));
    }

    /** 0 or the number of an errno. */
    static int control(int epfd, int operation, int fd, int events) {
        try {
            set(epfd).control(operation, fd, Descriptors.table().get(fd), events, fd);
            return 0;
        } catch (PosixException e) {
            return e.errno().number();
        }
    }

    static int waitFor(int epfd, long address, int count, int timeoutMillis) throws IOException {
        RawMemory array = RawMemory.ofNative(address, (long) count * EVENT_SIZE);
        try {
            return set(epfd).waitFor(count, SocketCalls.nanos(timeoutMillis), (index, events, data) -> {
                array.putInt((long) index * EVENT_SIZE, events);
                array.putLong((long) index * EVENT_SIZE + DATA_OFFSET, data);
            });
        } catch (PosixException e) {
            throw JdkExceptions.IO.translate(e);
        }
    }

    private static Epoll set(int epfd) throws PosixException {
        return Descriptors.table().get(epfd, Epoll.class, Errno.EINVAL);
    }
}
