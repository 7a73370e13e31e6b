package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.SyncFailedException;

/** Numbers of open files. */
@TargetClass(FileDescriptor.class)
final class Target_java_io_FileDescriptor {
    @Alias
    private int fd;

    private Target_java_io_FileDescriptor() {}

    @Substitute
    private static void initIDs() {}

    /** A notion of Windows. */
    @Substitute
    private static long getHandle(int number) {
        return -1;
    }

    /** Whether a standard stream was opened for appending: the console has no end to append to. */
    @Substitute
    private static boolean getAppend(int number) {
        return false;
    }

    @Substitute
    private void sync0() throws SyncFailedException {
        try {
            Descriptors.table().get(fd).sync();
        } catch (PosixException e) {
            throw new SyncFailedException("sync failed");
        }
    }

    @Substitute
    private void close0() throws IOException {
        int number = fd;
        fd = -1;
        // Whoever closes a standard stream must not make its number free for a file.
        if (number > 2) {
            FileCalls.close(number);
        }
    }
}
