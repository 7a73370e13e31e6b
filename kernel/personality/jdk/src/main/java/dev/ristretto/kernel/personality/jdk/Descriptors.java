package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileDescriptorTable;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.Socket;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.FileDescriptor;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;

/**
 * The open files of the JDK's process, by the JDK's objects that carry descriptors.
 *
 * <p>Nothing here names a kind of file, so an image holds only the kinds that something reachable opens.
 */
public final class Descriptors {
    private static final FileDescriptorTable TABLE = SystemInstance.process().descriptors();
    private static final JavaIOFileDescriptorAccess ACCESS = SharedSecrets.getJavaIOFileDescriptorAccess();

    private Descriptors() {}

    /** All open descriptors. */
    public static FileDescriptorTable table() {
        return TABLE;
    }

    /** The number in the JDK's object, -1 if it is closed. */
    public static int number(FileDescriptor descriptor) {
        return ACCESS.get(descriptor);
    }

    /** Puts a number into the JDK's object. */
    public static void setNumber(FileDescriptor descriptor, int number) {
        ACCESS.set(descriptor, number);
    }

    /** The open file behind the JDK's object; EBADF if it is closed. */
    public static OpenFile file(FileDescriptor descriptor) throws PosixException {
        return TABLE.get(number(descriptor));
    }

    /** The socket behind the JDK's object; EBADF if it is closed, ENOTSOCK if it is something else. */
    public static Socket socket(FileDescriptor descriptor) throws PosixException {
        return TABLE.get(number(descriptor), Socket.class, Errno.ENOTSOCK);
    }
}
