package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.FileDescriptor;
import java.io.IOException;

/** Datagrams with addresses. */
@TargetClass(className = "sun.nio.ch.DatagramChannelImpl")
final class Target_sun_nio_ch_DatagramChannelImpl {
    private Target_sun_nio_ch_DatagramChannelImpl() {}

    @Substitute
    private static void disconnect0(FileDescriptor fd, boolean isIPv6) throws IOException {
        DatagramCalls.disconnect(fd);
    }

    @Substitute
    private static int receive0(FileDescriptor fd, long address, int length, long senderAddress, boolean connected)
            throws IOException {
        return DatagramCalls.receive(fd, address, length, senderAddress, connected);
    }

    @Substitute
    private static int send0(FileDescriptor fd, long address, int length, long targetAddress, int targetAddressLength)
            throws IOException {
        return DatagramCalls.send(fd, address, length, targetAddress, targetAddressLength);
    }
}
