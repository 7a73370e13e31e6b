package dev.ristretto.kernel.network.ip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.link.LoopbackLink;
import dev.ristretto.kernel.network.link.NetworkInterface;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which way leads where. */
class RouteTableTest {
    private final NetworkInterface loopback = new NetworkInterface(new LoopbackLink(1 << 20), true);
    private final NetworkInterface ethernet = new NetworkInterface(new LoopbackLink(1 << 20), false);
    private final RouteTable routes = new RouteTable(loopback, ethernet, new PathMtuCache(new TimerQueue(() -> 0)));

    @Test
    void theGatewayCarriesWhatIsNotOnTheLink() {
        routes.configure(new InterfaceConfiguration(IpAddress.of(10, 0, 0, 1), 24, IpAddress.of(10, 0, 0, 254)));
        assertThat(Objects.requireNonNull(routes.find(IpAddress.of(192, 0, 2, 1), null))
                        .nextHop())
                .isEqualTo(IpAddress.of(10, 0, 0, 254));
        assertThat(Objects.requireNonNull(routes.find(IpAddress.of(10, 0, 0, 7), null))
                        .nextHop())
                .isEqualTo(IpAddress.of(10, 0, 0, 7));
        assertThat(Objects.requireNonNull(routes.find(IpAddress.of(10, 0, 0, 255), null))
                        .isBroadcast())
                .isTrue();
        assertThat(Objects.requireNonNull(routes.find(IpAddress.of(127, 9, 9, 9), null))
                        .through()
                        .isLoopback())
                .isTrue();
        assertThat(Objects.requireNonNull(routes.find(IpAddress.of(10, 0, 0, 1), null))
                        .through()
                        .isLoopback())
                .isTrue();
    }
}
