package dev.ristretto.tests.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sockets, channels, selectors and datagrams over the loopback. */
final class NetworkChecks {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private NetworkChecks() {}

    static void plan(Plan plan) {
        names(plan);
        streams(plan);
        channels(plan);
        datagrams(plan);
    }

    private static void names(Plan plan) {
        plan.check("loopback address", "127.0.0.1", () -> LOOPBACK.getHostAddress());
        plan.holds("localhost resolves", () -> InetAddress.getByName("localhost").isLoopbackAddress());
        plan.check("literal address", "10.1.2.3", () -> InetAddress.getByName("10.1.2.3").getHostAddress());
        plan.fails("reserved name is unknown", UnknownHostException.class, () ->
                InetAddress.getByName("no-such-host.invalid"));
        plan.holds("own host has a name", () -> !InetAddress.getLocalHost().getHostName().isEmpty());
        plan.holds("loopback interface", () -> {
            NetworkInterface loopback = NetworkInterface.getByInetAddress(LOOPBACK);
            return loopback.isLoopback() && loopback.isUp();
        });
        plan.check("the system names no proxies", List.of(Proxy.NO_PROXY), () -> {
            System.setProperty("java.net.useSystemProxies", "true");
            try {
                return ProxySelector.getDefault().select(URI.create("http://shop.invalid/"));
            } finally {
                System.clearProperty("java.net.useSystemProxies");
            }
        });
    }

    private static void streams(Plan plan) {
        plan.check("echo", "hello", () -> {
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
                Thread.ofPlatform().daemon().start(() -> echoOnce(server));
                try (Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                    socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                }
            }
        });
        plan.holds("4 MiB echo", () -> {
            byte[] sent = ZipChecks.sample(4 << 20);
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
                Thread.ofPlatform().daemon().start(() -> echoOnce(server));
                try (Socket socket = new Socket(LOOPBACK, server.getLocalPort());
                        ExecutorService writer = Executors.newSingleThreadExecutor()) {
                    writer.submit(() -> {
                        socket.getOutputStream().write(sent);
                        socket.shutdownOutput();
                        return null;
                    });
                    return Arrays.equals(sent, socket.getInputStream().readAllBytes());
                }
            }
        });
        plan.check("200 connections on virtual threads", 200, NetworkChecks::manyConnections);
        plan.fails("connection refused", ConnectException.class, () -> {
            int port;
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
                port = server.getLocalPort();
            }
            try (Socket socket = new Socket(LOOPBACK, port)) {
                return socket.getPort();
            }
        });
        plan.fails("port in use", BindException.class, () -> {
            try (ServerSocket one = new ServerSocket(0, 5, LOOPBACK);
                    ServerSocket other = new ServerSocket(one.getLocalPort(), 5, LOOPBACK)) {
                return other.getLocalPort();
            }
        });
        plan.fails("read timeout", SocketTimeoutException.class, () -> {
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                    Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                socket.setSoTimeout(30);
                return socket.getInputStream().read();
            }
        });
        plan.fails("accept timeout", SocketTimeoutException.class, () -> {
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
                server.setSoTimeout(30);
                return server.accept();
            }
        });
        plan.holds("close wakes a reader", () -> {
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                    Socket socket = new Socket(LOOPBACK, server.getLocalPort());
                    ExecutorService reader = Executors.newSingleThreadExecutor()) {
                Future<Boolean> woken = reader.submit(() -> {
                    try {
                        return socket.getInputStream().read() < 0;
                    } catch (IOException e) {
                        return true;
                    }
                });
                Thread.sleep(20);
                socket.close();
                return woken.get(10, TimeUnit.SECONDS);
            }
        });
        plan.check("options", "true 7 true", () -> {
            try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
                    Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoLinger(true, 7);
                socket.setKeepAlive(true);
                return socket.getTcpNoDelay() + " " + socket.getSoLinger() + " " + socket.getKeepAlive();
            }
        });
    }

    private static void channels(Plan plan) {
        plan.check("selector echoes to 20 clients", 20, NetworkChecks::selectorEcho);
        plan.check("selector wakes up", 0, () -> {
            try (Selector selector = Selector.open()) {
                Thread waker = Thread.ofPlatform().start(selector::wakeup);
                int ready = selector.select(10_000);
                waker.join();
                return ready;
            }
        });
        plan.holds("selector times out", () -> {
            try (Selector selector = Selector.open()) {
                long start = System.nanoTime();
                selector.select(30);
                return System.nanoTime() - start >= 30_000_000;
            }
        });
        plan.check("channel to channel", "ping", () -> {
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                    SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    SocketChannel accepted = server.accept()) {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.write(StandardCharsets.US_ASCII.encode("ping"));
                ByteBuffer received = ByteBuffer.allocateDirect(10);
                accepted.read(received);
                return StandardCharsets.US_ASCII.decode(received.flip()).toString();
            }
        });
        plan.check("asynchronous channels", "pong", () -> {
            try (AsynchronousServerSocketChannel server =
                            AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                    AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
                Future<AsynchronousSocketChannel> accepting = server.accept();
                client.connect(server.getLocalAddress()).get(10, TimeUnit.SECONDS);
                try (AsynchronousSocketChannel accepted = accepting.get(10, TimeUnit.SECONDS)) {
                    accepted.write(StandardCharsets.US_ASCII.encode("pong")).get(10, TimeUnit.SECONDS);
                    ByteBuffer received = ByteBuffer.allocate(10);
                    client.read(received).get(10, TimeUnit.SECONDS);
                    return StandardCharsets.US_ASCII.decode(received.flip()).toString();
                }
            }
        });
    }

    private static void datagrams(Plan plan) {
        plan.check("datagram socket", "dgram", () -> {
            try (DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
                    DatagramSocket sender = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
                receiver.setSoTimeout(10_000);
                byte[] text = "dgram".getBytes(StandardCharsets.US_ASCII);
                sender.send(new DatagramPacket(text, text.length, receiver.getLocalSocketAddress()));
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                receiver.receive(packet);
                return packet.getPort() == sender.getLocalPort()
                        ? new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)
                        : "from port " + packet.getPort();
            }
        });
        plan.fails("datagram timeout", SocketTimeoutException.class, () -> {
            try (DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
                receiver.setSoTimeout(30);
                receiver.receive(new DatagramPacket(new byte[1], 1));
                return 0;
            }
        });
        plan.check("datagram channel", 3000, () -> {
            try (DatagramChannel receiver = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                    DatagramChannel sender = DatagramChannel.open().connect(receiver.getLocalAddress())) {
                sender.write(ByteBuffer.allocate(3000));
                ByteBuffer received = ByteBuffer.allocate(5000);
                receiver.receive(received);
                return received.position();
            }
        });
    }

    private static void echoOnce(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int manyConnections() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 250, LOOPBACK);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread acceptor = Thread.startVirtualThread(() -> {
                for (int i = 0; i < 200; i++) {
                    try {
                        Socket socket = server.accept();
                        executor.submit(() -> {
                            try (socket) {
                                InputStream in = socket.getInputStream();
                                return in.transferTo(socket.getOutputStream());
                            }
                        });
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            java.util.List<Future<Boolean>> clients = new java.util.ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] text = ("client " + i).getBytes(StandardCharsets.US_ASCII);
                clients.add(executor.submit(() -> {
                    try (Socket socket = new Socket(LOOPBACK, server.getLocalPort())) {
                        socket.getOutputStream().write(text);
                        socket.shutdownOutput();
                        return Arrays.equals(text, socket.getInputStream().readAllBytes());
                    }
                }));
            }
            int sound = 0;
            for (Future<Boolean> client : clients) {
                sound += client.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            acceptor.join();
            return sound;
        }
    }

    private static int selectorEcho() throws Exception {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                ExecutorService clients = Executors.newFixedThreadPool(4)) {
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            java.util.List<Future<Boolean>> answers = new java.util.ArrayList<>();
            int port = server.socket().getLocalPort();
            for (int i = 0; i < 20; i++) {
                int number = i;
                answers.add(clients.submit(() -> echoes(port, "message " + number)));
            }
            for (int open = 0, ended = 0; ended < 20; ) {
                selector.select(10_000);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        SocketChannel accepted = server.accept();
                        accepted.configureBlocking(false);
                        accepted.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(100));
                        open++;
                    } else if (!echo(key)) {
                        ended++;
                    }
                }
                selector.selectedKeys().clear();
                if (open < ended) {
                    throw new IllegalStateException("more connections ended than began");
                }
            }
            int sound = 0;
            for (Future<Boolean> answer : answers) {
                sound += answer.get(10, TimeUnit.SECONDS) ? 1 : 0;
            }
            return sound;
        }
    }

    /** Sends back what is there; whether the connection goes on. */
    private static boolean echo(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (channel.read(buffer) < 0) {
            channel.close();
            return false;
        }
        channel.write(buffer.flip());
        buffer.compact();
        return true;
    }

    private static boolean echoes(int port, String message) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            byte[] text = message.getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(text);
            return Arrays.equals(text, socket.getInputStream().readNBytes(text.length));
        }
    }
}
