package dev.ristretto.kernel.personality.jdk.file;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.List;

/** What the JDK's file system asks of Linux beyond POSIX. */
@TargetClass(className = "sun.nio.fs.LinuxFileSystem")
final class Target_sun_nio_fs_LinuxFileSystem {
    private Target_sun_nio_fs_LinuxFileSystem() {}

    /** What is mounted, whatever table is asked for. */
    @Substitute
    List<Target_sun_nio_fs_UnixMountEntry> getMountEntries(String table) {
        return UnixCalls.mountEntries();
    }

    /** Files have no extended attributes. */
    @Substitute
    void copyNonPosixAttributes(int source, int target) {}

    @Substitute
    int directCopy(int target, int source, long cancelAddress) {
        UnixCalls.UNIX.run(() -> UnixCalls.copy(target, source));
        return 0;
    }
}
