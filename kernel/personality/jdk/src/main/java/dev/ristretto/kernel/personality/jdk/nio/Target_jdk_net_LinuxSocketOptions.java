package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.SocketException;
import java.util.function.BooleanSupplier;

/** The options of module jdk.net: those of keep-alive; the others are reported as not supported. */
@TargetClass(className = "jdk.net.LinuxSocketOptions", onlyWith = Target_jdk_net_LinuxSocketOptions.ModulePresent.class)
final class Target_jdk_net_LinuxSocketOptions {
    private Target_jdk_net_LinuxSocketOptions() {}

    @Substitute
    private static boolean keepAliveOptionsSupported0() {
        return true;
    }

    @Substitute
    private static boolean quickAckSupported0() {
        return false;
    }

    @Substitute
    private static boolean incomingNapiIdSupported0() {
        return false;
    }

    @Substitute
    private static void setTcpKeepAliveProbes0(int fd, int value) throws SocketException {
        SocketCalls.setOption(fd, SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPCNT, value);
    }

    @Substitute
    private static void setTcpKeepAliveTime0(int fd, int value) throws SocketException {
        SocketCalls.setOption(fd, SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPIDLE, value);
    }

    @Substitute
    private static void setTcpKeepAliveIntvl0(int fd, int value) throws SocketException {
        SocketCalls.setOption(fd, SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPINTVL, value);
    }

    @Substitute
    private static int getTcpKeepAliveProbes0(int fd) throws SocketException {
        return SocketCalls.option(fd, SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPCNT);
    }

    @Substitute
    private static int getTcpKeepAliveTime0(int fd) throws SocketException {
        return SocketCalls.option(fd, SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPIDLE);
    }

    @Substitute
    private static int getTcpKeepAliveIntvl0(int fd) throws SocketException {
        return SocketCalls.option(fd, SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPINTVL);
    }

    @Substitute
    private static void setIpDontFragment0(int fd, boolean value, boolean isIPv6) throws SocketException {
        throw new SocketException("Protocol not available: IP_DONTFRAGMENT");
    }

    @Substitute
    private static boolean getIpDontFragment0(int fd, boolean isIPv6) {
        return false;
    }

    @Substitute
    private static void setQuickAck0(int fd, boolean on) throws SocketException {
        throw new SocketException("Protocol not available: TCP_QUICKACK");
    }

    @Substitute
    private static boolean getQuickAck0(int fd) {
        return true;
    }

    @Substitute
    private static int getIncomingNapiId0(int fd) throws SocketException {
        throw new SocketException("Protocol not available: SO_INCOMING_NAPI_ID");
    }

    @Substitute
    private static long getSoPeerCred0(int fd) throws SocketException {
        throw new SocketException("Protocol not available: SO_PEERCRED");
    }

    /** Whether the application's module graph has jdk.net. */
    static final class ModulePresent implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            return ModuleLayer.boot().findModule("jdk.net").isPresent();
        }
    }
}
