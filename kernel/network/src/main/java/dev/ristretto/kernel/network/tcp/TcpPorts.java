package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.ip.Endpoint;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.socket.EphemeralPorts;
import dev.ristretto.kernel.network.socket.NetworkError;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.PortMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which TCP ports are in use by which sockets and by how many flows. */
final class TcpPorts {
    private static final class Use {
        /** Sockets that were bound to the port, chained. */
        @Nullable
        TcpSocket sockets;
        /** Flows from the port, TIME-WAIT included. */
        int flows;
    }

    private final IpLayer ip;
    private final RandomGenerator random;
    private final FlowTable flows;
    private final PortMap<Use> ports = new PortMap<>();

    TcpPorts(TcpEnvironment environment, FlowTable flows) {
        ip = environment.ip();
        random = environment.random();
        this.flows = flows;
    }

    /**
     * Registers a socket, for all addresses if {@code address} is null; chooses a port if it is 0. Returns the port.
     */
    int bind(TcpSocket socket, @Nullable IpAddress address, int port, boolean reuse) throws NetworkException {
        int chosen = port;
        if (port == 0) {
            chosen = EphemeralPorts.choose(random, candidate -> ports.get(candidate) == null);
            if (chosen == 0) {
                throw new NetworkException(NetworkError.ADDRESS_NOT_AVAILABLE, "all TCP ports are in use");
            }
        }
        Use use = use(chosen);
        boolean ownOnly = true;
        for (TcpSocket other = use.sockets; other != null; other = other.nextOnPort) {
            ownOnly = false;
            if (other.overlaps(address) && !(reuse && other.reusesAddress() && !other.isListening())) {
                throw inUse(chosen);
            }
        }
        if (ownOnly && use.flows > 0 && !reuse) {
            throw inUse(chosen);
        }
        socket.nextOnPort = use.sockets;
        use.sockets = socket;
        return chosen;
    }

    private static NetworkException inUse(int port) {
        return new NetworkException(NetworkError.ADDRESS_IN_USE, "TCP port " + port + " is in use");
    }

    /** Whether another socket listens where this one wants to. */
    boolean isListenedTo(TcpSocket self, @Nullable IpAddress address, int port) {
        Use use = ports.get(port);
        for (TcpSocket other = use == null ? null : use.sockets; other != null; other = other.nextOnPort) {
            if (other != self && other.isListening() && other.overlaps(address)) {
                return true;
            }
        }
        return false;
    }

    void unbind(TcpSocket socket, int port) {
        Use use = use(port);
        TcpSocket previous = null;
        for (TcpSocket other = use.sockets; other != null; other = other.nextOnPort) {
            if (other == socket) {
                if (previous == null) {
                    use.sockets = other.nextOnPort;
                } else {
                    previous.nextOnPort = other.nextOnPort;
                }
                break;
            }
            previous = other;
        }
        socket.nextOnPort = null;
        forgetIfUnused(port, use);
    }

    /** The listener for a destination; one bound to the very address goes before one for all. */
    @Nullable
    TcpListener listener(int address, int port) {
        Use use = ports.get(port);
        TcpListener any = null;
        for (TcpSocket socket = use == null ? null : use.sockets; socket != null; socket = socket.nextOnPort) {
            TcpListener listener = socket.listener();
            IpAddress bound = socket.boundAddress();
            if (listener != null && bound == null) {
                any = listener;
            } else if (listener != null && bound != null && bound.v4() == address) {
                return listener;
            }
        }
        return any;
    }

    void flowAdded(int port) {
        use(port).flows++;
    }

    void flowRemoved(int port) {
        Use use = use(port);
        use.flows--;
        forgetIfUnused(port, use);
    }

    /**
     * A port for a connection from {@code from} that no socket was bound to; many connections to different ends can
     * share one (RFC 6056 section 3.1). Prefers pairs that are not in TIME-WAIT. 0 if there is none.
     */
    int chooseForConnection(IpAddress from, Endpoint to) {
        int source = from.v4();
        int destination = to.address().v4();
        int destinationPort = to.port();
        boolean toSelf = ip.isLocal(to.address());
        int port = EphemeralPorts.choose(random, candidate -> {
            Use use = ports.get(candidate);
            boolean free = use == null
                    || use.sockets == null && flows.find(source, candidate, destination, destinationPort) == null;
            return free && !(toSelf && candidate == destinationPort);
        });
        if (port != 0) {
            return port;
        }
        return EphemeralPorts.choose(random, candidate -> {
            Use use = ports.get(candidate);
            return use != null
                    && use.sockets == null
                    && flows.find(source, candidate, destination, destinationPort) instanceof TimeWait old
                    && old.canBeFollowed();
        });
    }

    private Use use(int port) {
        Use use = ports.get(port);
        if (use == null) {
            use = new Use();
            ports.put(port, use);
        }
        return use;
    }

    private void forgetIfUnused(int port, Use use) {
        if (use.sockets == null && use.flows == 0) {
            ports.remove(port);
        }
    }

    /** Ports in use: 0 when nothing has leaked. */
    int size() {
        return ports.size();
    }
}
