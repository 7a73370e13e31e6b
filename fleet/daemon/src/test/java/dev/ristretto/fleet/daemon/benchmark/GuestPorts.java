package dev.ristretto.fleet.daemon.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The process that all simulated instances are: it answers HTTP on the ports that they publish, so that this is no work
 * of the daemon's. It is told by a Unix socket: {@code +PORT} to listen, {@code -PORT} to stop that; each is answered
 * {@code ok} or {@code busy}.
 */
final class GuestPorts {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 64;

    private final Selector selector;
    private final Map<Integer, ServerSocketChannel> ports = new HashMap<>();
    private final Queue<ServerSocketChannel> fresh = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 * 1024);

    private GuestPorts(Selector selector) {
        this.selector = selector;
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException {
        GuestPorts guests = new GuestPorts(Selector.open());
        ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        control.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
        Thread.ofPlatform().daemon().start(() -> guests.accept(control));
        guests.serve();
    }

    private void accept(ServerSocketChannel control) {
        while (true) {
            try {
                SocketChannel daemon = control.accept();
                Thread.ofVirtual().start(() -> obey(daemon));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void obey(SocketChannel daemon) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(daemon), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int port = Integer.parseInt(line.substring(1));
                String answer = line.charAt(0) == '+' ? open(port) : close(port);
                daemon.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            // The daemon is gone; its instances go on.
        }
    }

    private synchronized String open(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            server.close();
            return "busy";
        }
        server.configureBlocking(false);
        ports.put(port, server);
        fresh.add(server);
        selector.wakeup();
        return "ok";
    }

    private synchronized String close(int port) throws IOException {
        ServerSocketChannel server = ports.remove(port);
        if (server != null) {
            server.close();
            selector.wakeup();
        }
        return "ok";
    }

    private void serve() throws IOException {
        while (true) {
            selector.select(this::handle);
            for (ServerSocketChannel server = fresh.poll(); server != null; server = fresh.poll()) {
                if (server.isOpen()) {
                    server.register(selector, SelectionKey.OP_ACCEPT);
                }
            }
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel client = server.accept();
                if (client != null) {
                    client.configureBlocking(false);
                    client.register(selector, SelectionKey.OP_READ);
                }
            } else if (key.channel() instanceof SocketChannel client) {
                // Checks send their request in one piece.
                if (client.read(buffer.clear()) > 0) {
                    client.write(ByteBuffer.wrap(ANSWER));
                }
                client.close();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
