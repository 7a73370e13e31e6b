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
    void theFirstNameServerCounts() {
        assertThat(resolvesItself("# made by hand", "search example.org", "nameserver 127.0.0.53"))
                .isTrue();
        assertThat(resolvesItself("nameserver 10.1.1.1", "nameserver 127.0.0.1"))
                .isFalse();
    }

    @Test
    void nameServersThatGuestsCannotAskDoNotCount() {
        assertThat(resolvesItself("nameserver ::1", "nameserver 10.1.1.1")).isFalse();
    }

    @Test
    void withoutNameServerTheHostAsksItself() {
        assertThat(resolvesItself("options edns0", "nameserver")).isTrue();
    }

    private static boolean resolvesItself(String... lines) {
        return HostConnectivity.of(List.of(), List.of(lines)).ownResolver();
    }
}
