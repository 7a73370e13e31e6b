package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.link.MacAddress;
import dev.ristretto.kernel.posix.socket.InterfaceStatus;
import dev.ristretto.kernel.system.SystemInstance;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The interfaces of this machine, as {@link InterfaceStatus} knows them. */
@TargetClass(className = "java.net.NetworkInterface")
final class Target_java_net_NetworkInterface {
    @Alias
    String displayName;

    @Alias
    Target_java_net_InterfaceAddress[] bindings;

    @Alias
    Target_java_net_NetworkInterface[] childs;

    @Alias
    Target_java_net_NetworkInterface(String name, int index, InetAddress[] addresses) {}

    @Substitute
    private static void init() {}

    @Substitute
    private static Target_java_net_NetworkInterface[] getAll() {
        List<InterfaceStatus> all = InterfaceObjects.all();
        Target_java_net_NetworkInterface[] result = new Target_java_net_NetworkInterface[all.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = InterfaceObjects.of(all.get(i));
        }
        return result;
    }

    @Substitute
    private static @Nullable Target_java_net_NetworkInterface getByName0(String name) {
        return InterfaceObjects.first(candidate -> candidate.name().equals(name));
    }

    @Substitute
    private static @Nullable Target_java_net_NetworkInterface getByIndex0(int index) {
        return InterfaceObjects.first(candidate -> candidate.index() == index);
    }

    @Substitute
    private static boolean boundInetAddress0(InetAddress address) {
        return getByInetAddress0(address) != null;
    }

    @Substitute
    private static @Nullable Target_java_net_NetworkInterface getByInetAddress0(InetAddress address) {
        return address instanceof Inet4Address
                ? InterfaceObjects.first(
                        candidate -> Addresses.of(address.getAddress()).equals(candidate.address()))
                : null;
    }

    @Substitute
    private static boolean isUp0(String name, int index) {
        return InterfaceObjects.find(index) != null;
    }

    @Substitute
    private static boolean isLoopback0(String name, int index) {
        InterfaceStatus found = InterfaceObjects.find(index);
        return found != null && found.isLoopback();
    }

    @Substitute
    private static boolean supportsMulticast0(String name, int index) {
        InterfaceStatus found = InterfaceObjects.find(index);
        return found != null && !found.isLoopback();
    }

    @Substitute
    private static boolean isP2P0(String name, int index) {
        return false;
    }

    @Substitute
    private static byte @Nullable [] getMacAddr0(byte[] source, String name, int index) {
        InterfaceStatus found = InterfaceObjects.find(index);
        MacAddress address = found == null ? null : found.macAddress();
        return address == null ? null : address.toBytes();
    }

    @Substitute
    private static int getMTU0(String name, int index) throws SocketException {
        InterfaceStatus found = InterfaceObjects.find(index);
        if (found == null) {
            throw new SocketException("No such device");
        }
        return found.mtu();
    }
}

/** An address of an interface; the JDK's own constructor leaves the fields to native code. */
@TargetClass(className = "java.net.InterfaceAddress")
final class Target_java_net_InterfaceAddress {
    @Alias
    InetAddress address;

    @Alias
    Inet4Address broadcast;

    @Alias
    short maskLength;

    @Alias
    Target_java_net_InterfaceAddress() {}
}

/** Finds interfaces and makes the JDK's objects of them. */
final class InterfaceObjects {
    private InterfaceObjects() {}

    static List<InterfaceStatus> all() {
        return InterfaceStatus.of(SystemInstance.network());
    }

    static @Nullable InterfaceStatus find(int index) {
        for (InterfaceStatus candidate : all()) {
            if (candidate.index() == index) {
                return candidate;
            }
        }
        return null;
    }

    static @Nullable Target_java_net_NetworkInterface first(Predicate<InterfaceStatus> condition) {
        for (InterfaceStatus candidate : all()) {
            if (condition.test(candidate)) {
                return of(candidate);
            }
        }
        return null;
    }

    static Target_java_net_NetworkInterface of(InterfaceStatus source) {
        IpAddress address = source.address();
        InetAddress[] addresses = address == null ? new InetAddress[0] : new InetAddress[] {Addresses.inet(address)};
        Target_java_net_NetworkInterface result =
                new Target_java_net_NetworkInterface(source.name(), source.index(), addresses);
        result.displayName = source.name();
        result.childs = new Target_java_net_NetworkInterface[0];
        result.bindings = new Target_java_net_InterfaceAddress[addresses.length];
        if (addresses.length > 0) {
            Target_java_net_InterfaceAddress binding = new Target_java_net_InterfaceAddress();
            binding.address = addresses[0];
            binding.maskLength = (short) source.prefixLength();
            IpAddress broadcast = source.broadcast();
            if (broadcast != null) {
                binding.broadcast = (Inet4Address) Addresses.inet(broadcast);
            }
            result.bindings[0] = binding;
        }
        return result;
    }
}
