package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostConnectivityTest {

    private static final String HEADER =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
    private static final String DEFAULT = "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0";
    private static final String NEIGHBOURS = "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0";

    @Test
    void aDefaultRouteLeadsElsewhere() {
        assertThat(HostConnectivity.of(List.of(HEADER, NEIGHBOURS, DEFAULT), List.of())
                        .routed())
                .isTrue();
        assertThat(HostConnectivity.of(List.of(HEADER, NEIGHBOURS), List.of()).routed())
                .isFalse();
        assertThat(HostConnectivity.of(List.of(), List.of()).routed()).isFalse();
    }

    @Test
    void nameServersAreTakenInTheirOrder() {
        assertThat(nameServers("# made by hand", "search example.org", "nameserver 10.1.1.1", " nameserver\t10.1.1.2 "))
                .containsExactly("10.1.1.1", "10.1.1.2");
    }

    @Test
    void behindOneOfTheHostsOwnNoneIsAsked() {
        assertThat(nameServers("nameserver 127.0.0.53", "nameserver 10.1.1.1")).isEmpty();
        assertThat(nameServers("nameserver 10.1.1.1", "nameserver 127.0.0.1")).containsExactly("10.1.1.1");
    }

    @Test
    void whatGuestsCannotAskIsLeftOut() {
        assertThat(nameServers("nameserver ::1", "nameserver 10.1.1.1", "nameserver fe80::1%eth0", "nameserver"))
                .containsExactly("10.1.1.1");
        assertThat(nameServers()).isEmpty();
    }

    private static List<String> nameServers(String... lines) {
        return HostConnectivity.of(List.of(), List.of(lines)).nameServers();
    }
}
