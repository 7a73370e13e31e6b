package dev.ristretto.kernel.personality.jdk.net;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.network.socket.EphemeralPorts;

/** The ports that are chosen for who names none, by which permissions of sockets go. */
@TargetClass(className = "sun.net.PortConfig")
final class Target_sun_net_PortConfig {
    private Target_sun_net_PortConfig() {}

    @Substitute
    private static int getLower0() {
        return EphemeralPorts.FIRST;
    }

    @Substitute
    private static int getUpper0() {
        return EphemeralPorts.LAST;
    }
}
