package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** Which versions of IP there are: four. */
@TargetClass(className = "java.net.InetAddress")
final class Target_java_net_InetAddress {
    private Target_java_net_InetAddress() {}

    @Substitute
    private static void init() {}

    @Substitute
    private static boolean isIPv4Available() {
        return true;
    }

    @Substitute
    private static boolean isIPv6Supported() {
        return false;
    }
}

/** Nothing to initialise. */
@TargetClass(className = "java.net.Inet4Address")
final class Target_java_net_Inet4Address {
    private Target_java_net_Inet4Address() {}

    @Substitute
    private static void init() {}
}

/** Nothing to initialise. */
@TargetClass(className = "java.net.Inet6Address")
final class Target_java_net_Inet6Address {
    private Target_java_net_Inet6Address() {}

    @Substitute
    private static void init() {}
}
