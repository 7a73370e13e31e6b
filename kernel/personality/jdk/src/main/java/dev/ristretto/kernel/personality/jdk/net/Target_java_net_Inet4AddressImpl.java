package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names and addresses. */
@TargetClass(className = "java.net.Inet4AddressImpl")
final class Target_java_net_Inet4AddressImpl {
    private Target_java_net_Inet4AddressImpl() {}

    @Substitute
    public String getLocalHostName() {
        return SystemInstance.network().hostName();
    }

    @Substitute
    private InetAddress[] lookupAllHostAddr(String hostName) throws UnknownHostException {
        return NameCalls.addressesOf(hostName);
    }

    @Substitute
    public String getHostByAddr(byte[] address) throws UnknownHostException {
        return NameCalls.nameOf(address);
    }

    @Substitute
    private boolean isReachable0(byte[] address, int timeoutMillis, byte[] interfaceAddress, int timeToLive)
            throws IOException {
        return NameCalls.isReachable(address, timeoutMillis, timeToLive);
    }
}

/** Never asked, since IPv6 is reported as not supported. */
@TargetClass(className = "java.net.Inet6AddressImpl")
final class Target_java_net_Inet6AddressImpl {
    private Target_java_net_Inet6AddressImpl() {}

    @Substitute
    public String getLocalHostName() {
        return SystemInstance.network().hostName();
    }

    @Substitute
    private InetAddress[] lookupAllHostAddr(String hostName, int characteristics) throws UnknownHostException {
        return NameCalls.addressesOf(hostName);
    }

    @Substitute
    public String getHostByAddr(byte[] address) throws UnknownHostException {
        throw new UnknownHostException();
    }

    @Substitute
    private boolean isReachable0(
            byte[] address, int scope, int timeoutMillis, byte[] interfaceAddress, int timeToLive, int interfaceScope) {
        return false;
    }
}
