package dev.ristretto.kernel.posix;

import dev.ristretto.network.Datagram;
import dev.ristretto.network.NetworkError;
import dev.ristretto.network.NetworkException;
import dev.ristretto.network.UdpSocket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A UDP socket. */
public final class DatagramSocket extends Socket {
    private final UdpSocket udp;
    private volatile int typeOfService;
    private volatile int multicastInterface;
    private volatile boolean inputShut;

    /** A socket that is neither bound nor connected. */
    public DatagramSocket(Network network) {
        super(network);
        udp = network.stack().newUdpSocket();
        udp.setReadinessListener(readiness -> readinessChanged(NetworkErrors.pollEvents(readiness)));
    }

    @Override
    public void bind(int address, int port) throws PosixException {
        if (address != 0 && !dev.ristretto.network.Ipv4.isMulticast(address)) {
            awaitRoute(address);
        }
        try {
            udp.bind(address, port);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    @Override
    public boolean connect(int address, int port) throws PosixException {
        int target = address == 0 ? dev.ristretto.network.Ipv4.LOOPBACK : address;
        awaitRoute(target);
        try {
            udp.connect(target, port);
            return true;
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
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
    public int send(ByteBuffer source, int address, int port) throws PosixException {
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
    protected int tryWrite(ByteBuffer source) throws PosixException {
        try {
            int count = udp.send(source);
            return count >= 0 ? count : WOULD_BLOCK;
        } catch (NetworkException e) {
            return failed(e);
        }
    }

    private int failed(NetworkException e) throws PosixException {
        if (e.error() == NetworkError.CLOSED && isReleased()) {
            return INTERRUPTED;
        }
        throw NetworkErrors.translate(e);
    }

    /** One datagram, scattered over the buffers. */
    @Override
    public long read(ByteBuffer[] targets) throws PosixException {
        ByteBuffer whole = ByteBuffer.allocate(remaining(targets));
        int count = read(whole);
        whole.flip();
        for (ByteBuffer target : targets) {
            int length = Math.min(target.remaining(), whole.remaining());
            target.put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }
        return count;
    }

    /** One datagram, gathered from the buffers. */
    @Override
    public long write(ByteBuffer[] sources) throws PosixException {
        ByteBuffer whole = ByteBuffer.allocate(remaining(sources));
        for (ByteBuffer source : sources) {
            whole.put(source.duplicate());
        }
        int count = write(whole.flip());
        if (count >= 0) {
            for (ByteBuffer source : sources) {
                source.position(source.limit());
            }
        }
        return count;
    }

    private static int remaining(ByteBuffer[] buffers) throws PosixException {
        long total = 0;
        for (ByteBuffer buffer : buffers) {
            total += buffer.remaining();
        }
        if (total > 1 << 24) {
            throw new PosixException(Errno.EMSGSIZE);
        }
        return (int) total;
    }

    @Override
    public int readiness() {
        return NetworkErrors.pollEvents(udp.readiness()) | (inputShut ? PollEvents.IN | PollEvents.RDHUP : 0);
    }

    @Override
    public int available() {
        return udp.available();
    }

    @Override
    public void shutdown(boolean input, boolean output) throws PosixException {
        if (udp.remotePort() == 0) {
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
    public void joinGroup(int group) throws PosixException {
        network.awaitConfiguration();
        try {
            udp.joinGroup(group);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    /** Leaves a multicast group. */
    public void leaveGroup(int group) throws PosixException {
        try {
            udp.leaveGroup(group);
        } catch (NetworkException e) {
            throw NetworkErrors.translate(e);
        }
    }

    @Override
    public int localAddress() {
        return udp.localAddress();
    }

    @Override
    public int localPort() {
        return udp.localPort();
    }

    @Override
    public int remoteAddress() {
        return udp.remoteAddress();
    }

    @Override
    public int remotePort() {
        return udp.remotePort();
    }

    @Override
    public @Nullable Errno takeError() {
        NetworkError error = udp.takeError();
        return error == null ? null : NetworkErrors.errno(error);
    }

    @Override
    public int option(SocketOption option) throws PosixException {
        return switch (option) {
            case SO_TYPE -> 2;
            case SO_ERROR -> {
                Errno error = takeError();
                yield error == null ? 0 : error.number();
            }
            case SO_REUSEADDR -> udp.reuseAddress() ? 1 : 0;
            case SO_BROADCAST -> udp.broadcast() ? 1 : 0;
            case SO_SNDBUF -> udp.sendBuffer();
            case SO_RCVBUF -> udp.receiveBuffer();
            case IP_TOS -> typeOfService;
            case IP_TTL -> udp.timeToLive();
            case IP_MULTICAST_IF -> multicastInterface;
            case IP_MULTICAST_TTL -> udp.multicastTimeToLive();
            case IP_MULTICAST_LOOP -> udp.multicastLoopback() ? 1 : 0;
            default -> throw new PosixException(Errno.ENOPROTOOPT);
        };
    }

    @Override
    public void setOption(SocketOption option, int value) throws PosixException {
        try {
            switch (option) {
                case SO_REUSEADDR -> udp.setReuseAddress(value != 0);
                case SO_BROADCAST -> udp.setBroadcast(value != 0);
                case SO_SNDBUF -> udp.setSendBuffer(value);
                case SO_RCVBUF -> udp.setReceiveBuffer(value);
                case IP_TOS -> typeOfService = value & 0xff;
                case IP_TTL -> udp.setTimeToLive(value);
                case IP_MULTICAST_IF -> multicastInterface = value;
                case IP_MULTICAST_TTL -> udp.setMulticastTimeToLive(value);
                case IP_MULTICAST_LOOP -> udp.setMulticastLoopback(value != 0);
                default -> throw new PosixException(Errno.ENOPROTOOPT);
            }
        } catch (IllegalArgumentException e) {
            throw new PosixException(Errno.EINVAL);
        }
    }
}
