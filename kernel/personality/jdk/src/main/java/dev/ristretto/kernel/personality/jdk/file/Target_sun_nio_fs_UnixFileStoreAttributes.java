package dev.ristretto.kernel.personality.jdk.file;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** The fields that statvfs(3) fills. */
@TargetClass(className = "sun.nio.fs.UnixFileStoreAttributes")
final class Target_sun_nio_fs_UnixFileStoreAttributes {
    // The names are the JDK's own.
    @Alias
    long f_frsize;

    @Alias
    long f_blocks;

    @Alias
    long f_bfree;

    @Alias
    long f_bavail;

    private Target_sun_nio_fs_UnixFileStoreAttributes() {}
}
