package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.device.DeviceDiscovery;
import dev.ristretto.kernel.device.net.NetworkCard;
import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.io.InstanceCounters;
import dev.ristretto.kernel.machine.runtime.HeapMemory;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.stack.StackOptions;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.posix.socket.Network;
import dev.ristretto.kernel.posix.socket.NetworkDriver;
import dev.ristretto.kernel.posix.socket.NetworkObserver;
import dev.ristretto.kernel.posix.socket.NetworkSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the instance's network about: finds its card and its settings, and starts the stack. */
final class NetworkStart {
    private NetworkStart() {}

    /** The network with the card that is found, or with loopback alone; says why where that is not as it should be. */
    static Network start() {
        NetworkCounters counters = new NetworkCounters(InstanceCounters.network());
        NetworkDriver driver = findDriver(counters);
        NetworkSettings settings;
        try {
            settings = NetworkSettings.parse(BootParameters.commandLine(), HostName.get());
        } catch (IllegalArgumentException e) {
            log("network: " + e.getMessage() + "; only loopback works");
            driver = null;
            settings = NetworkSettings.dynamic(HostName.get());
        }
        Network network = new Network(
                driver,
                settings,
                System::nanoTime,
                new EntropyRandom(),
                StackOptions.forHeap(HeapGauge.capacity()),
                counters,
                new Observer());
        network.stack().setMemoryGauge(HeapGauge.ofRuntime());
        network.stack().setLockObserver(HeapMemory::setInsideKernel);
        network.stack().keepEarlyRequests();
        network.start();
        return network;
    }

    private static @Nullable NetworkDriver findDriver(NetworkCounters counters) {
        try {
            NetworkCard card = DeviceDiscovery.findNetwork();
            return card == null ? null : new CardDriver(card, isProxied(), counters);
        } catch (DeviceException e) {
            log("network: " + e.getMessage() + "; only loopback works");
            return null;
        }
    }

    private static boolean isProxied() {
        return List.of(BootParameters.commandLine().split(" ")).contains(CommandLine.PROXIED);
    }

    private static void log(String line) {
        System.err.println(line);
    }

    private static final class Observer implements NetworkObserver {
        @Override
        public void message(String line) {
            log(line);
        }

        @Override
        public void configured(@Nullable InterfaceConfiguration configuration) {
            StringBuilder text = new StringBuilder();
            if (configuration != null) {
                for (IpAddress server : configuration.dnsServers()) {
                    text.append("nameserver ").append(server).append('\n');
                }
                if (!configuration.domain().isEmpty()) {
                    text.append("search ").append(configuration.domain()).append('\n');
                }
            }
            ResolverText.set(text.toString());
        }
    }
}
