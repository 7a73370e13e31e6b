package dev.ristretto.kernel.device.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.network.ip.Checksum;
import java.lang.ref.Reference;
import java.nio.MappedByteBuffer;
import sun.nio.ch.DirectBuffer;

/** The sum over a frame of a card: an addition with carry for each eight bytes instead of a checked access. */
@TargetClass(Checksum.class)
final class Target_dev_ristretto_kernel_network_ip_Checksum {
    private Target_dev_ristretto_kernel_network_ip_Checksum() {}

    @Substitute
    private static int sumDirect(MappedByteBuffer buffer, int offset, int length) {
        try {
            return RawMemory.ofNative(((DirectBuffer) buffer).address(), buffer.limit())
                    .sum(offset, length);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }
}
