package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileDescriptorTable;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Socket;
import java.io.FileDescriptor;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;

/**
 * The file descriptors of this machine's one process, and the JDK's objects that carry their numbers.
 *
 * <p>Nothing here names a kind of file, so an image holds only the kinds that something reachable opens.
 */
public final class Descriptors {
    /** As many as a Linux process usually may raise its limit to. */
    private static final int LIMIT = 65536;

    /** All open descriptors. */
    public static final FileDescriptorTable TABLE = standardDescriptors();

    private static final JavaIOFileDescriptorAccess ACCESS = SharedSecrets.getJavaIOFileDescriptorAccess();

    private Descriptors() {}

    private static FileDescriptorTable standardDescriptors() {
        FileDescriptorTable table = new FileDescriptorTable(LIMIT);
        ConsoleFile console = new ConsoleFile();
        try {
            for (int fd = 0; fd <= 2; fd++) {
                table.replace(fd, console);
            }
        } catch (PosixException e) {
            throw new AssertionError(e); // an empty table has room for three
        }
        return table;
    }

    static int number(FileDescriptor descriptor) {
        return ACCESS.get(descriptor);
    }

    static void setNumber(FileDescriptor descriptor, int number) {
        ACCESS.set(descriptor, number);
    }

    /** The open file behind the JDK's object; EBADF if it is closed. */
    static OpenFile file(FileDescriptor descriptor) throws PosixException {
        return TABLE.get(number(descriptor));
    }

    /** The socket behind the JDK's object; EBADF if it is closed, ENOTSOCK if it is something else. */
    static Socket socket(FileDescriptor descriptor) throws PosixException {
        return TABLE.get(number(descriptor), Socket.class, Errno.ENOTSOCK);
    }
}
