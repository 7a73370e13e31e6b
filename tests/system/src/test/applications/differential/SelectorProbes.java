package differential;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Selectors and channels on the loopback interface. */
final class SelectorProbes {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private SelectorProbes() {}

    static void run(Probes p) {
        p.of("selector", () -> {
            try (Selector selector = Selector.open();
                    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
                server.configureBlocking(false);
                server.register(selector, SelectionKey.OP_ACCEPT);
                int before = selector.selectNow();
                try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                    int ready = selector.select(60_000);
                    SocketChannel accepted = server.accept();
                    accepted.configureBlocking(false);
                    SelectionKey key = accepted.register(selector, SelectionKey.OP_READ, "attached");
                    client.write(ByteBuffer.wrap(new byte[] {7}));
                    selector.selectedKeys().clear();
                    selector.select(60_000);
                    ByteBuffer buffer = ByteBuffer.allocate(4);
                    return before + " " + ready + " " + key.isReadable() + key.attachment() + accepted.read(buffer) + accepted.read(buffer);
                }
            }
        });
        p.of("selector wakeup", () -> {
            try (Selector selector = Selector.open()) {
                selector.wakeup();
                return selector.select() + " " + selector.keys().size();
            }
        });
        p.of("selector closed", () -> {
            Selector selector = Selector.open();
            selector.close();
            return selector.select();
        });
        p.of("blocking registered", () -> {
            try (Selector selector = Selector.open();
                    SocketChannel channel = SocketChannel.open()) {
                return channel.register(selector, SelectionKey.OP_READ);
            }
        });
        p.of("not yet connected", () -> SocketChannel.open().read(ByteBuffer.allocate(1)));
        p.of("not yet bound", () -> ServerSocketChannel.open().accept());
        p.of("finish", () -> SocketChannel.open().finishConnect());
        p.of("asynchronous", () -> {
            try (AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                    AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
                var accepted = server.accept();
                client.connect(server.getLocalAddress()).get();
                client.write(ByteBuffer.wrap(new byte[] {1, 2})).get();
                try (AsynchronousSocketChannel other = accepted.get()) {
                    return other.read(ByteBuffer.allocate(10)).get();
                }
            }
        });
        p.of("asynchronous refused", () -> AsynchronousSocketChannel.open().connect(new InetSocketAddress(LOOPBACK, SocketProbes.closedPort())).get());
        p.of("interrupted accept", () -> {
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
                Thread.currentThread().interrupt();
                return server.accept();
            } finally {
                Thread.interrupted();
            }
        });
        p.of("closed accept", () -> {
            ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
            Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(50);
                    server.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return server.accept();
        });
    }
}
