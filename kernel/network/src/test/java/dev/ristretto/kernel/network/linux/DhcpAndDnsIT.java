package dev.ristretto.kernel.network.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.kernel.network.dhcp.DhcpClient;
import dev.ristretto.kernel.network.dhcp.DhcpState;
import dev.ristretto.kernel.network.dns.DnsAnswer;
import dev.ristretto.kernel.network.dns.DnsResolver;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.stack.NetworkStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Addresses and names from dnsmasq. */
@Tag("linux")
class DhcpAndDnsIT {
    private static @Nullable Path dnsmasq() {
        for (String folder : new String[] {"/usr/sbin", "/usr/bin", "/sbin"}) {
            Path path = Path.of(folder, "dnsmasq");
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }

    @Test
    void dnsmasqGivesAddressAndNames() throws Exception {
        Namespace.assumePossible();
        Path server = dnsmasq();
        assumeTrue(server != null, "needs dnsmasq (Debian package dnsmasq-base)");
        Path leases = Files.createTempFile("leases", "");
        try (Namespace namespace = new Namespace(1);
                TapLink tap = new TapLink(namespace.tap, 0x5254_0000_0003L, 3, true)) {
            namespace.adopt();
            tap.start();
            List<String> command = new ArrayList<>(List.of(
                    String.valueOf(server),
                    "--keep-in-foreground",
                    "--conf-file=/dev/null",
                    "--no-resolv",
                    "--no-hosts",
                    "--no-ping",
                    "--user=root",
                    "--pid-file=",
                    "--dhcp-leasefile=" + leases,
                    "--dhcp-range=10.9.0.50,10.9.0.60,255.255.255.0,300",
                    "--dhcp-option=option:router,10.9.0.1",
                    "--dhcp-option=option:dns-server,10.9.0.1",
                    "--dhcp-option=option:mtu,1400",
                    "--domain=example",
                    "--address=/answer.example/192.0.2.7",
                    "--address=/missing.example/"));
            for (int i = 0; i < 60; i++) {
                // Too many for one datagram of 512 bytes: the resolver must ask again over TCP.
                command.add("--host-record=many.example,192.0.2." + (i + 1));
            }
            Process process = namespace.start(command.toArray(new String[0]));
            try {
                NetworkStack stack = tap.stack;
                CountDownLatch configured = new CountDownLatch(1);
                stack.setConfigurationListener(configured::countDown);
                DhcpClient client = new DhcpClient(stack, "espresso");
                client.start();
                assertThat(configured.await(20, TimeUnit.SECONDS))
                        .as("configured")
                        .isTrue();
                InterfaceConfiguration configuration = Objects.requireNonNull(stack.configuration());
                assertThat(configuration.address())
                        .matches(address -> address.v4()
                                        >= IpAddress.parse("10.9.0.50").v4()
                                && address.v4() <= IpAddress.parse("10.9.0.60").v4());
                assertThat(configuration.prefixLength()).isEqualTo(24);
                assertThat(configuration.gateway()).isEqualTo(IpAddress.parse("10.9.0.1"));
                assertThat(configuration.mtu()).isEqualTo(1400);
                assertThat(configuration.dnsServers()).containsExactly(IpAddress.parse("10.9.0.1"));
                assertThat(configuration.domain()).isEqualTo("example");
                assertThat(client.state()).isEqualTo(DhcpState.BOUND);
                assertThat(Files.readString(leases)).contains("espresso");

                DnsResolver resolver = new DnsResolver(stack);
                assertThat(resolve(resolver, "answer.example"))
                        .isEqualTo(new DnsAnswer.Addresses(List.of(IpAddress.parse("192.0.2.7"))));
                assertThat(resolve(resolver, "answer")).isInstanceOf(DnsAnswer.Addresses.class);
                assertThat(resolve(resolver, "missing.example")).isInstanceOf(DnsAnswer.NotFound.class);
                assertThat(resolve(resolver, "many.example"))
                        .isInstanceOfSatisfying(
                                DnsAnswer.Addresses.class,
                                many -> assertThat(many.addresses()).hasSize(60));
                CompletableFuture<DnsAnswer> name = new CompletableFuture<>();
                resolver.reverse(configuration.address(), name::complete);
                assertThat(name.get(30, TimeUnit.SECONDS)).isEqualTo(new DnsAnswer.Name("espresso.example"));

                CountDownLatch released = new CountDownLatch(1);
                stack.setConfigurationListener(released::countDown);
                client.stop();
                assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(stack.configuration()).isNull();
                assertThat(Files.readString(leases)).doesNotContain("espresso");
            } finally {
                process.destroy();
                process.waitFor();
            }
        } finally {
            Files.delete(leases);
        }
    }

    private static DnsAnswer resolve(DnsResolver resolver, String name) throws Exception {
        CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
        resolver.resolve(name, answer::complete);
        return answer.get(30, TimeUnit.SECONDS);
    }
}
