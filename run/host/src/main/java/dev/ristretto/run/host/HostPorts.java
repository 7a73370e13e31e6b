package dev.ristretto.run.host;

import dev.ristretto.run.host.PublishedPort.Protocol;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells before an instance is started whether its published ports are free. */
public final class HostPorts {

    private HostPorts() {}

    /**
     * Checks that every port can be listened on.
     *
     * @throws PortUnavailableException for the first one that cannot, naming the process that holds it if that can
     *     be found out
     */
    public static void requireFree(List<PublishedPort> ports) {
        Set<String> seen = new HashSet<>();
        for (PublishedPort port : ports) {
            if (!seen.add(port.address() + " " + port.hostPort() + " " + port.protocol())) {
                throw new PortUnavailableException("Port " + describe(port) + " is published twice");
            }
            requireFree(port);
        }
    }

    private static void requireFree(PublishedPort port) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(port.address()), port.hostPort());
            if (port.protocol() == Protocol.TCP) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(address);
                }
            } else {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(address);
                }
            }
        } catch (IOException e) {
            throw new PortUnavailableException(explain(port, e), e);
        }
    }

    private static String explain(PublishedPort port, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Permission denied")) {
            return "Port " + describe(port) + " may only be opened by root: publish a port from 1024 up, such as -p "
                    + (8000 + port.hostPort()) + ":" + port.guestPort();
        }
        if (failure instanceof BindException && message.contains("in use")) {
            Optional<String> holder = PortHolder.find(port.hostPort(), port.protocol());
            return "Port " + describe(port) + " is in use by "
                    + holder.orElse("a process that this user may not see")
                    + ": stop it or publish another port, such as -p "
                    + (port.hostPort() < 65535 ? port.hostPort() + 1 : 8080) + ":" + port.guestPort();
        }
        return "Port " + describe(port) + " cannot be opened: " + message;
    }

    private static String describe(PublishedPort port) {
        return port.hostPort() + (port.protocol() == Protocol.UDP ? "/udp" : "") + " on " + port.address();
    }
}
