package dev.ristretto.kernel.personality.jdk.file;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** System calls of Linux beyond POSIX; {@link Target_sun_nio_fs_LinuxFileSystem} leaves none to be called. */
@TargetClass(className = "sun.nio.fs.LinuxNativeDispatcher")
final class Target_sun_nio_fs_LinuxNativeDispatcher {
    private Target_sun_nio_fs_LinuxNativeDispatcher() {}

    @Substitute
    private static void init() {}
}
