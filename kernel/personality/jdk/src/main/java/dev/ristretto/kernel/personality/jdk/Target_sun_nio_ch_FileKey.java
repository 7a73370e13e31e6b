package dev.ristretto.kernel.personality.jdk;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.FileDescriptor;
import java.io.IOException;

/** Tells whether two descriptors are of the same file. */
@TargetClass(className = "sun.nio.ch.FileKey")
final class Target_sun_nio_ch_FileKey {
    private Target_sun_nio_ch_FileKey() {}

    @Substitute
    private static void init(FileDescriptor fd, long[] deviceAndInode) throws IOException {
        deviceAndInode[0] = NodeCalls.DEVICE;
        deviceAndInode[1] = ChannelCalls.inodeNumber(fd);
    }
}
