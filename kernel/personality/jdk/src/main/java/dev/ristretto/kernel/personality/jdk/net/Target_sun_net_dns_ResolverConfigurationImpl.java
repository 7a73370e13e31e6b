package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** What naming by DNS (JNDI) asks the system; name servers are in /etc/resolv.conf. */
@TargetClass(className = "sun.net.dns.ResolverConfigurationImpl")
final class Target_sun_net_dns_ResolverConfigurationImpl {
    private Target_sun_net_dns_ResolverConfigurationImpl() {}

    /** Where the host belongs if that file names no domain: nowhere. */
    @Substitute
    static String fallbackDomain0() {
        return "";
    }
}
