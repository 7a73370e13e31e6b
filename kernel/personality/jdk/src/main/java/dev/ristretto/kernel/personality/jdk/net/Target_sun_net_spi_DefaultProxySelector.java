package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/** Proxies that the system's settings name: there are none; those of system properties are found before. */
@TargetClass(className = "sun.net.spi.DefaultProxySelector")
final class Target_sun_net_spi_DefaultProxySelector {
    private Target_sun_net_spi_DefaultProxySelector() {}

    @Substitute
    private static boolean init() {
        return false;
    }

    @Substitute
    private Proxy @Nullable [] getSystemProxies(String protocol, String host) {
        return null;
    }
}
