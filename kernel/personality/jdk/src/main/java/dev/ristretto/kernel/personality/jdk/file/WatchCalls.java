package dev.ristretto.kernel.personality.jdk.file;

import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.Inotify;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.Pipe;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import java.nio.charset.StandardCharsets;

/** What the natives of sun.nio.fs.LinuxWatchService do. */
final class WatchCalls {
    /** As long as a path may be on Linux, with the zero at its end. */
    private static final int LONGEST_PATH = 4096;

    private WatchCalls() {}

    /** Where an event has its watch, mask, cookie, length of the name, and name. */
    static int[] offsets() {
        return new int[] {0, Integer.BYTES, 2 * Integer.BYTES, 3 * Integer.BYTES, Inotify.EVENT_SIZE};
    }

    static int open() throws PosixException {
        return Descriptors.table().open(new Inotify());
    }

    /** @param pathAddress of bytes that end with a zero */
    static int watch(int fd, long pathAddress, int mask) throws PosixException {
        return inotify(fd).watch(UnixCalls.files(), text(pathAddress), mask);
    }

    static void unwatch(int fd, int watch) throws PosixException {
        inotify(fd).unwatch(watch);
    }

    static void setBlocking(int fd, boolean blocking) throws PosixException {
        Descriptors.table().get(fd).setNonBlocking(!blocking);
    }

    /** The JDK takes a pair of sockets for what it uses as a pipe: the second one wakes who waits for the first. */
    static void openPipe(int[] descriptors) throws PosixException {
        Pipe pipe = new Pipe();
        descriptors[0] = Descriptors.table().open(pipe.readEnd());
        try {
            descriptors[1] = Descriptors.table().open(pipe.writeEnd());
        } catch (PosixException e) {
            Descriptors.table().close(descriptors[0]);
            throw e;
        }
    }

    /** Waits until one of two files can be read; how many can. */
    static int poll(int one, int other) throws PosixException {
        OpenFile first = Descriptors.table().get(one);
        OpenFile second = Descriptors.table().get(other);
        try (Wait wait = new Wait(Wait.FOREVER)) {
            wait.watch(first, PollEvents.IN);
            wait.watch(second, PollEvents.IN);
            while (true) {
                int ready = (first.readiness() & PollEvents.IN) + (second.readiness() & PollEvents.IN);
                if (ready != 0) {
                    return ready / PollEvents.IN;
                }
                if (!wait.untilSignalled()) {
                    throw new PosixException(Errno.EINTR);
                }
            }
        }
    }

    private static Inotify inotify(int fd) throws PosixException {
        return Descriptors.table().get(fd, Inotify.class, Errno.EINVAL);
    }

    private static String text(long address) throws PosixException {
        RawMemory memory = RawMemory.ofNative(address, LONGEST_PATH);
        byte[] path = new byte[LONGEST_PATH];
        for (int length = 0; length < LONGEST_PATH; length++) {
            path[length] = memory.getByte(length);
            if (path[length] == 0) {
                return new String(path, 0, length, StandardCharsets.UTF_8);
            }
        }
        throw new PosixException(Errno.ENAMETOOLONG);
    }
}
