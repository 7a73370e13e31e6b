package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.FileDescriptor;

/** Transfers between descriptors, which the JDK does through a buffer if it is told that there is no faster way. */
@TargetClass(className = "sun.nio.ch.FileDispatcherImpl")
final class Target_sun_nio_ch_FileDispatcherImpl {
    private Target_sun_nio_ch_FileDispatcherImpl() {}

    @Substitute
    static void init0() {}

    @Substitute
    static long transferTo0(FileDescriptor source, long position, long count, FileDescriptor target, boolean append) {
        return ChannelCalls.UNSUPPORTED;
    }

    @Substitute
    static long transferFrom0(FileDescriptor source, FileDescriptor target, long position, long count, boolean append) {
        return ChannelCalls.UNSUPPORTED;
    }
}
