package dev.ristretto.kernel.personality.jdk.file;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** Paths as the JDK's file system hands them to natives. */
@TargetClass(className = "sun.nio.fs.UnixPath")
final class Target_sun_nio_fs_UnixPath {
    private Target_sun_nio_fs_UnixPath() {}

    @Alias
    native byte[] getByteArrayForSysCalls();
}
