package dev.ristretto.tests.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Holds many connections to an HTTP server without ever finishing a request on one, and asks in between, as a client
 * does that means well, whether it is still served. Needs nothing but the JDK, so that it also runs by itself, as
 * {@code benchmarks/siege} has it: {@code java Siege.java PORT KIND CONNECTIONS [SEED]}.
 */
final class Siege implements AutoCloseable {
    /** What such a client does. */
    enum Kind {
        /** Says nothing. */
        IDLE,
        /** Sends a head that does not end. */
        HEADS,
        /** Announces a large body and sends a byte of it now and then. */
        BODIES,
        /** Asks for a large answer and does not read it. */
        READERS,
        /** Sends nothing at first, then all of them announce a large body at once. */
        BURST,
        /** Announces a large body and sends as much of it as the server takes. */
        UPLOADS,
        /** Means well, as all of them do at the same moment: asks for the page and reads it. */
        CROWD
    }

    /** So many connections are made between two looks at the others. */
    private static final int BATCH = 64;

    /** How long an honest client tries, in nanoseconds. */
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private static final int ATTEMPT_MILLIS = 15_000;

    private static final byte[] BLOCK = new byte[16 << 10];

    private final SocketAddress server;
    private final Random random;
    private final Selector selector = Selector.open();
    private final Set<SocketChannel> open = new LinkedHashSet<>();

    private Kind kind = Kind.IDLE;
    /** How often a connection was ended, or not made, by the server. */
    private int ended;
    /** How many of a {@link Kind#CROWD} have got the page. */
    private int answered;

    Siege(int port, long seed) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        random = new Random(seed);
    }

    /** Runs one attack and says how it went; ends with status 1 if an honest client was not served. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Kind kind = Kind.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        int count = Integer.parseInt(arguments[2]);
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : 1;
        System.out.println("siege: " + kind + ", " + count + " connections, seed " + seed);
        if (kind == Kind.CROWD) {
            try (Siege crowd = new Siege(port, seed)) {
                int answers = crowd.answeredOf(count);
                System.out.println("siege: " + answers + " answered, " + (count - answers) + " lost");
                System.exit(answers == count ? 0 : 1);
            }
        }
        try (Siege siege = new Siege(port, seed)) {
            siege.attack(kind, count);
            System.out.println("siege: " + siege.open() + " open, " + siege.ended() + " ended by the server");
            System.out.println("siege: served after " + siege.millisUntilServed() + " ms while they are open");
            siege.pester(20);
            System.out.println("siege: served after " + siege.millisUntilServed() + " ms while they go on");
        }
        try (Siege after = new Siege(port, seed)) {
            System.out.println("siege: served after " + after.millisUntilServed() + " ms when they are gone");
        }
    }

    /** Opens so many connections of a kind, whatever becomes of them. */
    void attack(Kind kindOfClients, int count) throws IOException {
        kind = kindOfClients;
        for (int made = 0; made < count; made++) {
            connect();
            if (made % BATCH == BATCH - 1) {
                settle();
            }
        }
        settle();
        if (kind == Kind.BURST) {
            kind = Kind.BODIES;
            for (SocketChannel channel : List.copyOf(open)) {
                send(channel, head());
            }
        }
    }

    /** How many of so many clients that come at once, and come once only, get the page within two minutes. */
    int answeredOf(int clients) throws IOException {
        kind = Kind.CROWD;
        long start = System.nanoTime();
        for (int made = 0; made < clients; made++) {
            connect();
        }
        while (!open.isEmpty() && System.nanoTime() - start < PATIENCE) {
            settle();
        }
        return answered;
    }

    /** On a tenth of the connections a byte, so many times; {@link Kind#UPLOADS} send what is taken. */
    void pester(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            for (SocketChannel channel : List.copyOf(open)) {
                if (kind == Kind.UPLOADS) {
                    send(channel, ByteBuffer.wrap(BLOCK));
                } else if (kind != Kind.IDLE && kind != Kind.READERS && random.nextInt(10) == 0) {
                    send(channel, ByteBuffer.wrap(new byte[] {'x'}));
                }
            }
            settle();
        }
    }

    /** How many connections the server has not ended. */
    int open() {
        return open.size();
    }

    int ended() {
        return ended;
    }

    /**
     * Asks for the page, again if the connection fails as one does at a busy server; returns after how long it came.
     *
     * @throws IOException if it does not come within two minutes, or nobody listens on the port any more
     */
    long millisUntilServed() throws IOException {
        long start = System.nanoTime();
        IOException last = null;
        while (System.nanoTime() - start < PATIENCE) {
            try {
                String answer = ask();
                if (answer.contains("Hello from Ristretto")) {
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                }
                last = new IOException("no page but '" + answer + "'");
            } catch (ConnectException gone) {
                throw new IOException("the instance has ended", gone);
            } catch (IOException e) {
                last = e;
            }
            settle();
        }
        throw new IOException("an honest client was not served in two minutes", last);
    }

    private String ask() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ATTEMPT_MILLIS);
            socket.connect(server, ATTEMPT_MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: honest\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            }
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (kind == Kind.READERS) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        try {
            boolean done = channel.connect(server);
            channel.register(selector, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
            open.add(channel);
            if (done) {
                send(channel, head());
            }
        } catch (IOException e) {
            end(channel);
        }
    }

    /** Does what is to be done now, and waits a moment for more of it. */
    private void settle() throws IOException {
        selector.select(20);
        for (SelectionKey key : selector.selectedKeys()) {
            SocketChannel channel = (SocketChannel) key.channel();
            try {
                if (key.isConnectable() && channel.finishConnect()) {
                    key.interestOps(kind == Kind.READERS ? 0 : SelectionKey.OP_READ);
                    send(channel, head());
                } else if (key.isReadable()) {
                    read(channel);
                }
            } catch (IOException e) {
                end(channel);
            }
        }
        selector.selectedKeys().clear();
    }

    private void read(SocketChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(512);
        int count = channel.read(text);
        if (kind == Kind.CROWD
                && new String(text.array(), StandardCharsets.US_ASCII).contains("Hello from Ristretto")) {
            answered++;
        }
        if (count < 0) {
            end(channel);
        }
    }

    private void send(SocketChannel channel, ByteBuffer data) throws IOException {
        try {
            if (channel.isConnected() && data.hasRemaining()) {
                int unused = channel.write(data);
            }
        } catch (IOException e) {
            end(channel);
        }
    }

    private void end(SocketChannel channel) throws IOException {
        ended++;
        open.remove(channel);
        channel.close();
    }

    private ByteBuffer head() {
        String start = "Host: siege-" + random.nextInt(1 << 16) + "\r\n";
        String text = switch (kind) {
            case IDLE, BURST -> "";
            case HEADS -> "GET / HTTP/1.1\r\n" + start + "X: " + "a".repeat(1000 + random.nextInt(2000));
            case CROWD -> "GET / HTTP/1.1\r\n" + start + "Connection: close\r\n\r\n";
            case BODIES, UPLOADS -> "POST /upload HTTP/1.1\r\n" + start + "Content-Length: 1000000000\r\n\r\nbody";
            case READERS -> "GET /bytes?n=1000000000 HTTP/1.1\r\n" + start + "\r\n";
        };
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        selector.close();
    }
}
