package dev.ristretto.kernel.posix.socket;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.dns.DnsAnswer;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.Background;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final IpAddress RIGHT = IpAddress.of(10, 0, 0, 2);

    private final Wire wire = new Wire();

    @Test
    void twoMachinesOnAWireTalk() throws Exception {
        Machine left = Machine.on(wire.left, "ip=10.0.0.1/24", PATIENCE);
        Machine right = Machine.on(wire.right, "ip=10.0.0.2/24", PATIENCE);
        StreamSocket listener = right.listener();
        Background<Integer> server = Background.start(() -> {
            StreamSocket connection = right.accept(listener);
            ByteBuffer all = ByteBuffer.allocate(3 << 20);
            while (connection.read(all) >= 0) {
                continue;
            }
            return all.position();
        });
        StreamSocket client = left.stream();
        assertThat(client.connect(RIGHT, listener.local().port())).isTrue();
        assertThat(client.write(ByteBuffer.allocate(2 << 20))).isEqualTo(2 << 20);
        left.close(client);
        assertThat(server.result()).isEqualTo(2 << 20);
    }

    @Test
    void withoutAnswerFromDhcpTheConsoleSaysWhatToDoAndTheOperationFails() throws PosixException {
        Machine machine = Machine.on(wire.left, "", TimeUnit.MILLISECONDS.toNanos(20));
        StreamSocket first = machine.stream();
        StreamSocket second = machine.stream();
        assertErrno(Errno.ENETUNREACH, () -> first.connect(RIGHT, 80));
        assertErrno(Errno.ENETUNREACH, () -> second.connect(RIGHT, 80));
        assertThat(machine.log).singleElement().asString().contains("DHCP").contains("ip=ADDRESS/PREFIX");
    }

    @Test
    void listeningAndLoopbackNeedNoAddress() throws PosixException {
        Machine machine = Machine.on(wire.left, "", PATIENCE);
        StreamSocket listener = machine.listener();
        assertThat(machine.stream().connect(IpAddress.LOOPBACK, listener.local().port()))
                .isTrue();
        assertThat(machine.log).isEmpty();
    }

    @Test
    void aBrokenDeviceIsReportedAndLoopbackGoesOn() throws Exception {
        Machine machine = Machine.on(wire.left, "ip=10.0.0.1/24", PATIENCE);
        wire.left.defect = new IllegalStateException("the card is on fire");
        wire.left.wake();
        while (machine.network.stack().configuration() != null) {
            Thread.onSpinWait();
        }
        assertThat(machine.log).containsExactly("network: eth0 is down: the card is on fire");
        StreamSocket listener = machine.listener();
        assertThat(machine.stream().connect(IpAddress.LOOPBACK, listener.local().port()))
                .isTrue();
    }

    @Test
    void interfacesAreListedWithWhatTheLinkAndItsConfigurationSay() {
        Machine machine = Machine.on(wire.left, "ip=10.0.0.1/24", PATIENCE);
        assertThat(InterfaceStatus.of(machine.network))
                .containsExactly(
                        new InterfaceStatus("lo", 1, IpAddress.LOOPBACK, 8, null, null, 65536),
                        new InterfaceStatus(
                                "eth0",
                                2,
                                IpAddress.of(10, 0, 0, 1),
                                24,
                                IpAddress.of(10, 0, 0, 255),
                                wire.left.link().macAddress(),
                                wire.left.link().mtu()));
    }

    @Test
    void aMachineWithoutADeviceHasLoopbackOnly() {
        assertThat(InterfaceStatus.of(Machine.loopback().network))
                .singleElement()
                .matches(InterfaceStatus::isLoopback);
    }

    @Test
    void anInterfaceWithoutAnAddressIsListedAllTheSame() {
        Machine machine = Machine.on(wire.left, "", TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(InterfaceStatus.of(machine.network))
                .extracting(InterfaceStatus::address)
                .containsExactly(IpAddress.LOOPBACK, null);
    }

    @Test
    void theObserverLearnsTheAddresses() {
        Machine machine = Machine.on(wire.left, "ip=10.0.0.1/24,10.0.0.254,10.0.0.253", PATIENCE);
        while (machine.configurations.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(machine.configurations.getFirst())
                .hasValueSatisfying(configuration ->
                        assertThat(configuration.dnsServers()).containsExactly(IpAddress.of(10, 0, 0, 253)));
    }

    @Test
    void ownNamesAndHostsNeedNoServer() {
        Machine machine = Machine.on(wire.left, "ip=10.0.0.1/24", PATIENCE);
        NameService names = new NameService(machine.network, () -> new HostsFile("10.9.9.9 db\n"));
        assertThat(names.addressesOf("db")).isEqualTo(new DnsAnswer.Addresses(List.of(IpAddress.of(10, 9, 9, 9))));
        assertThat(names.addressesOf("localhost")).isEqualTo(new DnsAnswer.Addresses(List.of(IpAddress.LOOPBACK)));
        assertThat(names.addressesOf("espresso"))
                .isEqualTo(new DnsAnswer.Addresses(List.of(IpAddress.of(10, 0, 0, 1))));
        assertThat(names.nameOf(IpAddress.of(10, 0, 0, 1))).isEqualTo(new DnsAnswer.Name("espresso"));
        assertThat(names.addressesOf("elsewhere.example")).isInstanceOf(DnsAnswer.Failed.class);
    }
}
