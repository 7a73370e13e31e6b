package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.InetAddress;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * Compares and hashes URLs by the names of their hosts alone, as it happens in the JDK where a name is unknown.
 *
 * <p>Resources of the class path are URLs, so with the JDK's look-up of their hosts every image would hold the network.
 */
@TargetClass(URL.class)
final class Target_java_net_URL {
    private Target_java_net_URL() {}

    @Substitute
    synchronized @Nullable InetAddress getHostAddress() {
        return null;
    }
}
