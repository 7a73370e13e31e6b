package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.posix.FileStatus;
import java.io.FileDescriptor;
import java.io.IOException;

/** Tells whether two descriptors are of the same file. */
@TargetClass(className = "sun.nio.ch.FileKey")
final class Target_sun_nio_ch_FileKey {
    private Target_sun_nio_ch_FileKey() {}

    @Substitute
    private static void init(FileDescriptor fd, long[] deviceAndInode) throws IOException {
        FileStatus status = ChannelCalls.status(fd);
        deviceAndInode[0] = status.device();
        deviceAndInode[1] = status.inode();
    }
}
