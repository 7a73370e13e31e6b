package dev.ristretto.kernel.personality.jdk.file;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;

/** The exception in which natives of sun.nio.fs tell an errno. */
@TargetClass(className = "sun.nio.fs.UnixException")
final class Target_sun_nio_fs_UnixException {
    @Alias
    Target_sun_nio_fs_UnixException(int errno) {}
}
