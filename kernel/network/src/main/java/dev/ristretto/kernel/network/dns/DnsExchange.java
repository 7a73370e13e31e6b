package dev.ristretto.kernel.network.dns;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.Readiness;
import dev.ristretto.kernel.network.stack.NetworkStack;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.time.Timer;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one server: over UDP from a port and with an identifier that nobody can guess (RFC 5452), and over
 * TCP if the answer was truncated (RFC 7766). Used with the stack's lock held.
 */
final class DnsExchange {
    private static final int PORT = 53;
    private static final long TIMEOUT = 5_000_000_000L;
    private static final int UDP_LIMIT = 4096;

    private final NetworkStack stack;
    private final String name;
    private final int type;
    private final IpAddress server;
    private final int id;
    private final Consumer<DnsMessage.@Nullable Answer> done;
    private final Timer timeout;
    private final Timer ready;
    private @Nullable UdpSocket udp;
    private @Nullable TcpSocket tcp;
    private @Nullable ByteBuffer tcpQuery;
    private ByteBuffer tcpAnswer = ByteBuffer.allocate(2);
    private boolean ended;

    /**
     * Not begun.
     *
     * @param done told once: the answer, or null if there was none in time
     */
    DnsExchange(
            NetworkStack stack, String name, int type, IpAddress server, Consumer<DnsMessage.@Nullable Answer> done) {
        this.stack = stack;
        this.name = name;
        this.type = type;
        this.server = server;
        this.done = done;
        id = stack.random().nextInt() & 0xffff;
        timeout = stack.newTimer(() -> end(null));
        // Sockets are looked at by a timer that is due at once: not from within the delivery of what arrived.
        ready = stack.newTimer(this::proceed);
    }

    void start() {
        timeout.schedule(stack.nanoTime() + TIMEOUT);
        UdpSocket socket = stack.newUdpSocket();
        udp = socket;
        socket.setReadinessListener(readiness -> ready.schedule(stack.nanoTime()));
        try {
            socket.connect(server, PORT);
            socket.send(DnsMessage.write(id, name, type));
        } catch (NetworkException e) {
            // The end comes by timer: not from within start.
            timeout.schedule(stack.nanoTime());
        }
    }

    void cancel() {
        ended = true;
        timeout.cancel();
        ready.cancel();
        if (udp != null) {
            udp.close();
            udp = null;
        }
        if (tcp != null) {
            tcp.abort();
            tcp = null;
        }
    }

    private void end(DnsMessage.@Nullable Answer answer) {
        if (!ended) {
            cancel();
            done.accept(answer);
        }
    }

    private void proceed() {
        try {
            if (udp != null) {
                receiveDatagrams(udp);
            } else if (tcp != null) {
                proceedTcp(tcp);
            }
        } catch (NetworkException e) {
            end(null);
        }
    }

    private void receiveDatagrams(UdpSocket socket) throws NetworkException {
        ByteBuffer buffer = ByteBuffer.allocate(UDP_LIMIT);
        Datagram datagram = new Datagram();
        while (!ended && socket == udp && socket.receive(buffer.clear(), datagram) >= 0) {
            DnsMessage.Answer answer = DnsMessage.read(buffer.flip(), id, name, type);
            if (answer == null) {
                continue;
            }
            if (answer.verdict() == DnsMessage.Verdict.TRUNCATED) {
                startTcp();
            } else {
                end(answer);
            }
        }
    }

    private void startTcp() throws NetworkException {
        if (udp != null) {
            udp.close();
            udp = null;
        }
        timeout.schedule(stack.nanoTime() + TIMEOUT);
        ByteBuffer query = DnsMessage.write(id, name, type);
        tcpQuery = ByteBuffer.allocate(2 + query.remaining())
                .putShort((short) query.remaining())
                .put(query)
                .flip();
        TcpSocket socket = stack.newTcpSocket();
        tcp = socket;
        socket.setReadinessListener(readiness -> ready.schedule(stack.nanoTime()));
        socket.connect(server, PORT);
    }

    private void proceedTcp(TcpSocket socket) throws NetworkException {
        ByteBuffer query = tcpQuery;
        if (query != null && query.hasRemaining() && (socket.readiness() & Readiness.WRITABLE) != 0) {
            socket.write(query);
        }
        while (true) {
            int length = (socket.readiness() & Readiness.READABLE) == 0 ? 0 : socket.read(tcpAnswer);
            if (length < 0) {
                end(null);
                return;
            }
            if (length == 0) {
                return;
            }
            if (tcpAnswer.hasRemaining()) {
                continue;
            }
            tcpAnswer.flip();
            if (tcpAnswer.limit() == 2) {
                int announced = tcpAnswer.getShort(0) & 0xffff;
                tcpAnswer = ByteBuffer.allocate(Math.max(3, announced));
                tcpAnswer.limit(Math.max(3, announced));
            } else {
                end(DnsMessage.read(tcpAnswer, id, name, type));
                return;
            }
        }
    }
}
