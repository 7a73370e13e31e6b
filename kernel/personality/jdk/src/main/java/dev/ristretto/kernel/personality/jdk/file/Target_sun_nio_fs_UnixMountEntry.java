package dev.ristretto.kernel.personality.jdk.file;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** A line of the mount table. */
@TargetClass(className = "sun.nio.fs.UnixMountEntry")
final class Target_sun_nio_fs_UnixMountEntry {
    @Alias
    byte[] name;

    @Alias
    byte[] dir;

    @Alias
    byte[] fstype;

    @Alias
    byte[] opts;

    @Alias
    long dev;

    @Alias
    Target_sun_nio_fs_UnixMountEntry() {}
}
