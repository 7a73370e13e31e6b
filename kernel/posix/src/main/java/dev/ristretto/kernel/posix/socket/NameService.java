package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.dns.DnsAnswer;
import dev.ristretto.kernel.network.dns.DnsListener;
import dev.ristretto.kernel.network.dns.DnsResolver;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Host names to addresses and back: this machine's own names, then the hosts file, then the name servers. Blocks its
 * caller. Safe for use by several threads.
 */
public final class NameService {
    private final Network network;
    private final DnsResolver resolver;
    private final Supplier<HostsFile> hosts;

    /**
     * A name service.
     *
     * @param hosts gives the present contents of the hosts file
     */
    public NameService(Network network, Supplier<HostsFile> hosts) {
        this.network = network;
        this.hosts = hosts;
        resolver = new DnsResolver(network.stack());
    }

    /** The addresses of {@code name}, an {@link DnsAnswer.Addresses} unless it fails. */
    public DnsAnswer addressesOf(String name) {
        List<IpAddress> known = hosts.get().addressesOf(name);
        if (!known.isEmpty()) {
            return new DnsAnswer.Addresses(known);
        }
        if (name.equalsIgnoreCase("localhost")) {
            return new DnsAnswer.Addresses(List.of(IpAddress.LOOPBACK));
        }
        if (name.equalsIgnoreCase(network.hostName())) {
            InterfaceConfiguration own = network.configuration();
            return new DnsAnswer.Addresses(List.of(own == null ? IpAddress.LOOPBACK : own.address()));
        }
        return ask(listener -> resolver.resolve(name, listener));
    }

    /** The name of {@code address}, a {@link DnsAnswer.Name} unless it fails. */
    public DnsAnswer nameOf(IpAddress address) {
        String known = hosts.get().nameOf(address);
        if (known != null) {
            return new DnsAnswer.Name(known);
        }
        if (address.isLoopback()) {
            return new DnsAnswer.Name("localhost");
        }
        if (network.stack().isLocalAddress(address)) {
            return new DnsAnswer.Name(network.hostName());
        }
        return ask(listener -> resolver.reverse(address, listener));
    }

    /** The resolver promises an answer in bounded time, so an interrupt need not end the wait. */
    private DnsAnswer ask(Function<DnsListener, Runnable> question) {
        network.awaitConfiguration();
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<DnsAnswer> answer = new AtomicReference<>(new DnsAnswer.NotFound());
        Runnable unused = question.apply(result -> {
            answer.set(result);
            done.countDown();
        });
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Objects.requireNonNull(answer.get());
    }
}
