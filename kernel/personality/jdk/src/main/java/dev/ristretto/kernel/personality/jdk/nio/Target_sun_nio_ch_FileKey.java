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
        deviceAndInode[0] = FileStatus.ROOT_DEVICE;
        deviceAndInode[1] = ChannelCalls.inodeNumber(fd);
    }
}
