package dev.ristretto.kernel.personality.jdk.net;

import dev.ristretto.kernel.network.dns.DnsAnswer;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the native methods of java.net.Inet4AddressImpl do; messages are those of gai_strerror(3). */
final class NameCalls {
    private NameCalls() {}

    static InetAddress[] addressesOf(String hostName) throws UnknownHostException {
        if (hostName == null || hostName.isEmpty()) {
            throw new UnknownHostException("host argument is null");
        }
        return switch (SystemInstance.names().addressesOf(hostName)) {
            case DnsAnswer.Addresses found -> inetAddresses(hostName, found.addresses());
            case DnsAnswer.Failed failed ->
                throw new UnknownHostException(
                        hostName + ": Temporary failure in name resolution (" + failed.reason() + ")");
            default -> throw new UnknownHostException(hostName + ": Name or service not known");
        };
    }

    private static InetAddress[] inetAddresses(String hostName, List<IpAddress> addresses) {
        InetAddress[] result = new InetAddress[addresses.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Addresses.inet(hostName, addresses.get(i));
        }
        return result;
    }

    static String nameOf(byte[] address) throws UnknownHostException {
        if (SystemInstance.names().nameOf(Addresses.of(address)) instanceof DnsAnswer.Name found) {
            return found.name();
        }
        throw new UnknownHostException();
    }

    /** Whether {@code address} answers an ICMP echo request in time; a time to live of 0 is the default. */
    static boolean isReachable(byte[] address, int timeoutMillis, int timeToLive) throws IOException {
        IpAddress target = Addresses.of(address);
        if (!target.isLoopback()) {
            SystemInstance.network().awaitConfiguration();
        }
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong time = new AtomicLong(-1);
        Runnable unused = SystemInstance.network()
                .stack()
                .ping(target, timeToLive, TimeUnit.MILLISECONDS.toNanos(timeoutMillis), roundTrip -> {
                    time.set(roundTrip);
                    done.countDown();
                });
        boolean interrupted = false;
        while (done.getCount() > 0) {
            try {
                done.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return time.get() >= 0;
    }
}
