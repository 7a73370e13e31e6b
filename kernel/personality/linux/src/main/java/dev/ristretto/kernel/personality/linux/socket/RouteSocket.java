package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.socket.Network;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import dev.ristretto.kernel.posix.socket.SocketName;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket that interfaces, addresses and routes can be asked for (rtnetlink(7)). The answer is there when the
 * question has been sent. Safe for use by several threads.
 */
final class RouteSocket extends OpenSocket {
    private static final int MOST_ANSWERS = 64;
    private static final int SHORTEST_ADDRESS = 12;

    private final Network network;
    private final int type;
    private final int chosenPort;
    private final ArrayDeque<byte[]> answers = new ArrayDeque<>();
    private int port;
    private int groups;

    /** A socket without a name, which will be {@code chosenPort} unless the program gives it one. */
    RouteSocket(Network network, int type, int chosenPort) {
        this.network = network;
        this.type = type;
        this.chosenPort = chosenPort;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public synchronized SocketName localName() {
        return new NetlinkName(port, groups);
    }

    @Override
    public SocketName peerName() {
        return new NetlinkName(0, 0);
    }

    /** bind(2); EINVAL if the address is wrong. */
    void bind(byte[] address) throws PosixException {
        requireNetlink(address);
        ByteBuffer wanted = SocketAddresses.view(address);
        synchronized (this) {
            port = wanted.getInt(4) == 0 ? chosenPort : wanted.getInt(4);
            groups = wanted.getInt(8);
        }
    }

    /** connect(2), which there is only the kernel for. */
    void connect(byte[] address) throws PosixException {
        requireNetlink(address);
        bindIfNot();
    }

    private static void requireNetlink(byte[] address) throws PosixException {
        if (address.length < SHORTEST_ADDRESS || SocketAddresses.family(address) != SocketNumbers.AF_NETLINK) {
            throw new PosixException(Errno.EINVAL);
        }
    }

    private synchronized int bindIfNot() {
        port = port == 0 ? chosenPort : port;
        return port;
    }

    @Override
    public void shutdown(boolean input, boolean output) throws PosixException {
        throw new PosixException(Errno.EOPNOTSUPP);
    }

    @Override
    public @Nullable Errno takeError() {
        return null;
    }

    @Override
    public int trySend(ByteBuffer source, SocketMessage message) throws PosixException {
        int length = source.remaining();
        byte[] request = new byte[length];
        source.get(request);
        List<byte[]> found = new RouteAnswers(network, bindIfNot()).to(SocketAddresses.view(request));
        synchronized (this) {
            if (found.size() > MOST_ANSWERS - answers.size()) {
                throw new PosixException(Errno.ENOBUFS);
            }
            answers.addAll(found);
        }
        readinessChanged(PollEvents.IN);
        return length;
    }

    @Override
    public synchronized int tryReceive(ByteBuffer target, SocketMessage message, boolean peek) {
        byte[] answer = peek ? answers.peek() : answers.poll();
        if (answer == null) {
            return WOULD_BLOCK;
        }
        int count = Math.min(answer.length, target.remaining());
        target.put(answer, 0, count);
        message.setName(new NetlinkName(0, 0));
        message.setLength(answer.length);
        return count;
    }

    @Override
    protected int tryRead(ByteBuffer target) {
        return tryReceive(target, new SocketMessage(), false);
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        return trySend(source, new SocketMessage());
    }

    @Override
    public synchronized int available() {
        byte[] answer = answers.peek();
        return answer == null ? 0 : answer.length;
    }

    @Override
    public synchronized int readiness() {
        return PollEvents.OUT | (answers.isEmpty() ? 0 : PollEvents.IN);
    }
}
