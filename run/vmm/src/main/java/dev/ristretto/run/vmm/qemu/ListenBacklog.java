package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.PublishedPort.Protocol;
import dev.ristretto.run.host.SocketTable;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Lets published ports take many connections at once.
 *
 * <p>QEMU's user network listens with a backlog of one connection, so that of a burst of clients most have their SYN
 * dropped and wait for seconds to try again. The backlog of a listening socket may be set anew at any time by whoever
 * has a descriptor of it: this takes one out of the QEMU process ({@code pidfd_getfd(2)}, allowed to a parent process)
 * and calls {@code listen(2)} on it. Where the system does not allow that, the port works as QEMU made it.
 */
final class ListenBacklog {
    private static final int CONNECTIONS = 1024;
    private static final long PIDFD_OPEN = 434;
    private static final long PIDFD_GETFD = 438;

    private ListenBacklog() {}

    /** Deepens the backlog of all TCP sockets on which a process listens; returns for how many that worked. */
    static int deepen(long process) {
        try {
            Set<String> listening = SocketTable.waiting(Protocol.TCP, port -> true);
            int deepened = 0;
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + process + "/fd"))) {
                for (Path descriptor : descriptors) {
                    if (listening.contains(Files.readSymbolicLink(descriptor).toString())
                            && listen(
                                    process,
                                    Integer.parseInt(descriptor.getFileName().toString()))) {
                        deepened++;
                    }
                }
            }
            return deepened;
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean listen(long process, int descriptor) {
        Linker linker = Linker.nativeLinker();
        MethodHandle call = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        FunctionDescriptor intFromInts =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        MethodHandle listen = linker.downcallHandle(linker.defaultLookup().findOrThrow("listen"), intFromInts);
        MethodHandle close = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            long handle = (long) call.invokeExact(PIDFD_OPEN, process, 0L, 0L);
            if (handle < 0) {
                return false;
            }
            long copy = (long) call.invokeExact(PIDFD_GETFD, handle, (long) descriptor, 0L);
            boolean done = copy >= 0 && (int) listen.invokeExact((int) copy, CONNECTIONS) == 0;
            if (copy >= 0) {
                int ignored = (int) close.invokeExact((int) copy);
            }
            int ignored = (int) close.invokeExact((int) handle);
            return done;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call of libc could not be made", e);
        }
    }
}
