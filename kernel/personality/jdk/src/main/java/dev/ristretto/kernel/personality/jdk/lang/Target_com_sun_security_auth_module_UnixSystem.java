package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.system.SystemInstance;
import org.jspecify.annotations.Nullable;

/** Who runs the program, as log-ins by JAAS ask. */
@TargetClass(className = "com.sun.security.auth.module.UnixSystem")
final class Target_com_sun_security_auth_module_UnixSystem {
    @Alias
    private @Nullable String username;

    @Alias
    private long uid;

    @Alias
    private long gid;

    @Alias
    private long[] groups;

    private Target_com_sun_security_auth_module_UnixSystem() {}

    @Substitute
    private void getUnixInfo() {
        Credentials credentials = SystemInstance.process().credentials();
        username = Credentials.nameOf(credentials.user());
        uid = credentials.user();
        gid = credentials.group();
        groups = new long[] {gid};
    }
}
