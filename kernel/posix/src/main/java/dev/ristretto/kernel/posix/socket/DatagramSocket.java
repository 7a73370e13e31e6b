package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Wait;
import java.nio.ByteBuffer;

/** A UDP socket. */
public final class DatagramSocket extends Socket {
    private final UdpSocket udp;
    private volatile int multicastInterface;
    private volatile boolean inputShut;

    /** A socket that is neither bound nor connected. */
    public DatagramSocket(Network network) {
        this(network, network.stack().newUdpSocket());
    }

    private DatagramSocket(Network network, UdpSocket udp) {
        super(network, udp, DATAGRAM);
        this.udp = udp;
        udp.setReadinessListener(readiness -> readinessChanged(NetworkErrors.pollEvents(readiness)));
    }

    @Override
    boolean connectTo(IpAddress address, int port) throws NetworkException {
        udp.connect(address, port);
        return true;
    }

    /** Forgets the peer (connect(2) with AF_UNSPEC). */
    public void disconnect() {
        udp.disconnect();
    }

    /**
     * Takes one datagram into {@code target}; what does not fit is lost. Waits if this socket blocks.
     *
     * @param datagram filled with the sender
     * @return bytes put into {@code target}, 0 for an empty datagram; {@link #WOULD_BLOCK}, {@link #INTERRUPTED}
     */
    public int receive(ByteBuffer target, Datagram datagram) throws PosixException {
        while (true) {
            int count = tryReceive(target, datagram);
            if (count != WOULD_BLOCK || isNonBlocking()) {
                return count;
            }
            if (await(PollEvents.IN, Wait.FOREVER) == 0) {
                return INTERRUPTED;
            }
        }
    }

    private int tryReceive(ByteBuffer target, Datagram datagram) throws PosixException {
        try {
            int count = udp.receive(target, datagram);
            return count >= 0 ? count : WOULD_BLOCK;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    /**
     * Sends what remains of {@code source} as one datagram. Waits for space if this socket blocks.
     *
     * @return the bytes sent, {@link #WOULD_BLOCK}, {@link #INTERRUPTED}
     */
    public int send(ByteBuffer source, IpAddress address, int port) throws PosixException {
        awaitRoute(address);
        while (true) {
            int count;
            try {
                count = udp.send(source, address, port);
            } catch (NetworkException e) {
                return failed(e);
            }
            if (count >= 0) {
                return count;
            }
            if (isNonBlocking()) {
                return WOULD_BLOCK;
            }
            if (await(PollEvents.OUT, Wait.FOREVER) == 0) {
                return INTERRUPTED;
            }
        }
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        if (inputShut) {
            return END_OF_FILE;
        }
        return tryReceive(target, new Datagram());
    }

    @Override
    public int tryReceive(ByteBuffer target, SocketMessage message, boolean peek) throws PosixException {
        if (inputShut) {
            return END_OF_FILE;
        }
        Datagram datagram = new Datagram();
        int count;
        try {
            count = peek ? udp.peek(target, datagram) : udp.receive(target, datagram);
        } catch (NetworkException e) {
            return failed(e);
        }
        if (count < 0) {
            return WOULD_BLOCK;
        }
        message.setName(new InternetName(datagram.sourceAddress(), datagram.sourcePort()));
        message.setDestination(datagram.destinationAddress());
        message.setLength(datagram.length());
        return count;
    }

    @Override
    public int trySend(ByteBuffer source, SocketMessage message) throws PosixException {
        if (!(message.name() instanceof InternetName target)) {
            return tryWrite(source);
        }
        IpAddress address = target.address().isAny() ? IpAddress.LOOPBACK : target.address();
        awaitRoute(address);
        try {
            int count = udp.send(source, address, target.port());
            return count >= 0 ? count : WOULD_BLOCK;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        try {
            int count = udp.send(source);
            return count >= 0 ? count : WOULD_BLOCK;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    @Override
    public int readiness() {
        return NetworkErrors.pollEvents(udp.readiness()) | (inputShut ? PollEvents.IN | PollEvents.RDHUP : 0);
    }

    @Override
    public void shutdown(boolean input, boolean output) throws PosixException {
        if (udp.remote() == null) {
            throw new PosixException(Errno.ENOTCONN);
        }
        if (input) {
            inputShut = true;
            readinessChanged(PollEvents.IN | PollEvents.RDHUP);
        }
    }

    @Override
    protected void release() {
        udp.close();
    }

    /** Joins a multicast group. */
    public void joinGroup(IpAddress group) throws PosixException {
        network.awaitConfiguration();
        try {
            udp.joinGroup(group);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /** Leaves a multicast group. */
    public void leaveGroup(IpAddress group) throws PosixException {
        try {
            udp.leaveGroup(group);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    @Override
    public int option(SocketOption option) throws PosixException {
        return option == SocketOption.IP_MULTICAST_IF ? multicastInterface : super.option(option);
    }

    @Override
    public void setOption(SocketOption option, int value) throws PosixException {
        if (option == SocketOption.IP_MULTICAST_IF) {
            multicastInterface = value;
        } else {
            super.setOption(option, value);
        }
    }
}
