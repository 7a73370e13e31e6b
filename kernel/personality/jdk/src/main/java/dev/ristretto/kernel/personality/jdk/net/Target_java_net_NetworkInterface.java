package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.network.ip.IpAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The interfaces of this machine, as {@link Interfaces} knows them. */
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
        Interfaces.Interface[] all = Interfaces.all();
        Target_java_net_NetworkInterface[] result = new Target_java_net_NetworkInterface[all.length];
        for (int i = 0; i < all.length; i++) {
            result[i] = InterfaceObjects.of(all[i]);
        }
        return result;
    }

    @Substitute
    private static @Nullable Target_java_net_NetworkInterface getByName0(String name) {
        for (Interfaces.Interface candidate : Interfaces.all()) {
            if (candidate.name().equals(name)) {
                return InterfaceObjects.of(candidate);
            }
        }
        return null;
    }

    @Substitute
    private static @Nullable Target_java_net_NetworkInterface getByIndex0(int index) {
        for (Interfaces.Interface candidate : Interfaces.all()) {
            if (candidate.index() == index) {
                return InterfaceObjects.of(candidate);
            }
        }
        return null;
    }

    @Substitute
    private static boolean boundInetAddress0(InetAddress address) {
        return getByInetAddress0(address) != null;
    }

    @Substitute
    private static @Nullable Target_java_net_NetworkInterface getByInetAddress0(InetAddress address) {
        for (Interfaces.Interface candidate : Interfaces.all()) {
            if (candidate.has(address)) {
                return InterfaceObjects.of(candidate);
            }
        }
        return null;
    }

    @Substitute
    private static boolean isUp0(String name, int index) {
        return Interfaces.exists(index);
    }

    @Substitute
    private static boolean isLoopback0(String name, int index) {
        return index == Interfaces.LOOPBACK_INDEX;
    }

    @Substitute
    private static boolean supportsMulticast0(String name, int index) {
        return index != Interfaces.LOOPBACK_INDEX && Interfaces.exists(index);
    }

    @Substitute
    private static boolean isP2P0(String name, int index) {
        return false;
    }

    @Substitute
    private static byte @Nullable [] getMacAddr0(byte[] address, String name, int index) {
        return Interfaces.macAddress(index);
    }

    @Substitute
    private static int getMTU0(String name, int index) {
        return Interfaces.mtu(index);
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

/** Makes the JDK's objects. */
final class InterfaceObjects {
    private InterfaceObjects() {}

    static Target_java_net_NetworkInterface of(Interfaces.Interface source) {
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
