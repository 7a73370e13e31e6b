package dev.ristretto.kernel.personality.jdk.util;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Preferences lie in files under the user's home, which nobody else opens. */
@TargetClass(className = "java.util.prefs.FileSystemPreferences")
final class Target_java_util_prefs_FileSystemPreferences {
    private Target_java_util_prefs_FileSystemPreferences() {}

    /** The error number. */
    @Substitute
    private static int chmod(String file, int permission) {
        return 0;
    }

    /** The lock, which everybody gets, and the error number. */
    @Substitute
    private static int[] lockFile0(String file, int permission, boolean shared) {
        return new int[] {1, 0};
    }

    /** The error number. */
    @Substitute
    private static int unlockFile0(int lock) {
        return 0;
    }
}
