package dev.ristretto.kernel.posix.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import org.junit.jupiter.api.Test;

class HostsFileTest {
    private final HostsFile hosts = new HostsFile("""
            # a comment
            127.0.0.1   localhost
            ::1         localhost ip6-localhost
            10.0.0.7    db.example db   # the database
            10.0.0.8\tdb
            nonsense
            """);

    @Test
    void namesHaveTheirAddressesInTheOrderOfTheFile() {
        assertThat(hosts.addressesOf("db")).containsExactly(IpAddress.parse("10.0.0.7"), IpAddress.parse("10.0.0.8"));
        assertThat(hosts.addressesOf("DB.Example")).containsExactly(IpAddress.parse("10.0.0.7"));
    }

    @Test
    void linesOfIpv6AndCommentsDoNotCount() {
        assertThat(hosts.addressesOf("localhost")).containsExactly(IpAddress.LOOPBACK);
        assertThat(hosts.addressesOf("ip6-localhost")).isEmpty();
        assertThat(hosts.addressesOf("database")).isEmpty();
    }

    @Test
    void anAddressIsNamedByTheFirstName() {
        assertThat(hosts.nameOf(IpAddress.parse("10.0.0.7"))).isEqualTo("db.example");
        assertThat(hosts.nameOf(IpAddress.parse("10.0.0.9"))).isNull();
    }
}
