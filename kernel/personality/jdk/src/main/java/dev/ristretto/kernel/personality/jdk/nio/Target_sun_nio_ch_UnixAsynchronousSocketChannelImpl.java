package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;

/** The end of an asynchronous connection attempt. */
@TargetClass(className = "sun.nio.ch.UnixAsynchronousSocketChannelImpl")
final class Target_sun_nio_ch_UnixAsynchronousSocketChannelImpl {
    private Target_sun_nio_ch_UnixAsynchronousSocketChannelImpl() {}

    @Substitute
    private static void checkConnect(int fd) throws IOException {
        boolean unused = SocketCalls.pollConnect(fd, 0);
    }
}
