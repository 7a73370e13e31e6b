package dev.ristretto.kernel.personality.jdk.nio;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.personality.jdk.net.Addresses;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sockets: creation, addresses, options, waiting. Its methods are in {@link SocketCalls}. */
@TargetClass(className = "sun.nio.ch.Net")
final class Target_sun_nio_ch_Net {
    private Target_sun_nio_ch_Net() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    private static boolean isIPv6Available0() {
        return false;
    }

    @Substitute
    private static boolean isReusePortAvailable0() {
        return false;
    }

    @Substitute
    private static int isExclusiveBindAvailable() {
        return -1;
    }

    @Substitute
    private static boolean shouldShutdownWriteBeforeClose0() {
        return false;
    }

    @Substitute
    private static boolean shouldSetBothIPv4AndIPv6Options0() {
        return true;
    }

    @Substitute
    private static boolean canIPv6SocketJoinIPv4Group0() {
        return true;
    }

    @Substitute
    private static boolean canJoin6WithIPv4Group0() {
        return false;
    }

    @Substitute
    private static boolean canUseIPv6OptionsWithIPv4LocalAddress0() {
        return true;
    }

    @Substitute
    private static int socket0(boolean preferIPv6, boolean stream, boolean reuse, boolean fastLoopback)
            throws IOException {
        return stream ? SocketCalls.newStreamSocket(reuse) : SocketCalls.newDatagramSocket();
    }

    @Substitute
    private static void bind0(FileDescriptor fd, boolean preferIPv6, boolean useExclBind, InetAddress address, int port)
            throws IOException {
        SocketCalls.bind(fd, address, port);
    }

    @Substitute
    static void listen(FileDescriptor fd, int backlog) throws IOException {
        SocketCalls.listen(fd, backlog);
    }

    @Substitute
    private static int connect0(boolean preferIPv6, FileDescriptor fd, InetAddress remote, int remotePort)
            throws IOException {
        return SocketCalls.connect(fd, remote, remotePort);
    }

    @Substitute
    public static int accept(FileDescriptor fd, FileDescriptor newFd, InetSocketAddress[] peer) throws IOException {
        return SocketCalls.accept(fd, newFd, peer);
    }

    @Substitute
    static void shutdown(FileDescriptor fd, int how) throws IOException {
        SocketCalls.shutdown(fd, how);
    }

    @Substitute
    private static int localPort(FileDescriptor fd) throws IOException {
        return SocketCalls.socket(fd).local().port();
    }

    @Substitute
    private static InetAddress localInetAddress(FileDescriptor fd) throws IOException {
        return Addresses.inet(SocketCalls.socket(fd).local().address());
    }

    @Substitute
    private static int remotePort(FileDescriptor fd) throws IOException {
        return SocketCalls.remote(fd).port();
    }

    @Substitute
    private static InetAddress remoteInetAddress(FileDescriptor fd) throws IOException {
        return Addresses.inet(SocketCalls.remote(fd).address());
    }

    @Substitute
    private static int getIntOption0(FileDescriptor fd, boolean mayNeedConversion, int level, int option)
            throws IOException {
        return SocketCalls.option(Descriptors.number(fd), level, option);
    }

    @Substitute
    private static void setIntOption0(
            FileDescriptor fd, boolean mayNeedConversion, int level, int option, int value, boolean isIPv6)
            throws IOException {
        SocketCalls.setOption(Descriptors.number(fd), level, option, value);
    }

    @Substitute
    static int poll(FileDescriptor fd, int events, long timeoutMillis) throws IOException {
        return SocketCalls.poll(fd, events, timeoutMillis);
    }

    @Substitute
    public static boolean pollConnect(FileDescriptor fd, long timeoutMillis) throws IOException {
        return SocketCalls.pollConnect(Descriptors.number(fd), timeoutMillis);
    }

    @Substitute
    static int available(FileDescriptor fd) throws IOException {
        return SocketCalls.available(fd);
    }

    @Substitute
    static int sendOOB(FileDescriptor fd, byte data) throws IOException {
        throw JdkExceptions.SOCKET.translate(new PosixException(Errno.EOPNOTSUPP, "urgent data is not supported"));
    }

    @Substitute
    private static int joinOrDrop4(boolean join, FileDescriptor fd, int group, int interfaceAddress, int source)
            throws IOException {
        return SocketCalls.joinOrDrop(join, fd, group, source);
    }

    @Substitute
    private static int blockOrUnblock4(boolean block, FileDescriptor fd, int group, int interfaceAddress, int source) {
        return SocketCalls.UNAVAILABLE;
    }

    @Substitute
    private static int joinOrDrop6(boolean join, FileDescriptor fd, byte[] group, int index, byte[] source) {
        return SocketCalls.UNAVAILABLE;
    }

    @Substitute
    static int blockOrUnblock6(boolean block, FileDescriptor fd, byte[] group, int index, byte[] source) {
        return SocketCalls.UNAVAILABLE;
    }

    @Substitute
    static void setInterface4(FileDescriptor fd, int address) throws IOException {
        SocketCalls.setMulticastInterface(fd, address);
    }

    @Substitute
    static int getInterface4(FileDescriptor fd) throws IOException {
        return SocketCalls.multicastInterface(fd);
    }

    @Substitute
    static void setInterface6(FileDescriptor fd, int index) throws IOException {
        throw JdkExceptions.SOCKET.translate(new PosixException(Errno.ENOPROTOOPT));
    }

    @Substitute
    static int getInterface6(FileDescriptor fd) throws IOException {
        throw JdkExceptions.SOCKET.translate(new PosixException(Errno.ENOPROTOOPT));
    }

    @Substitute
    static short pollinValue() {
        return PollEvents.IN;
    }

    @Substitute
    static short polloutValue() {
        return PollEvents.OUT;
    }

    @Substitute
    static short pollerrValue() {
        return PollEvents.ERR;
    }

    @Substitute
    static short pollhupValue() {
        return PollEvents.HUP;
    }

    @Substitute
    static short pollnvalValue() {
        return PollEvents.NVAL;
    }

    @Substitute
    static short pollconnValue() {
        return PollEvents.OUT;
    }
}
