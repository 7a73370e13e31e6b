package differential;

import java.io.InputStream;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sockets and channels on the loopback interface. */
final class SocketProbes {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private SocketProbes() {}

    private interface Talk {
        Object talk(Socket client, Socket server) throws Exception;
    }

    private static Object connected(Talk talk) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, LOOPBACK);
                Socket client = new Socket(LOOPBACK, listening.getLocalPort());
                Socket server = listening.accept()) {
            return talk.talk(client, server);
        }
    }

    private static String noPort(Object text) {
        return Shown.of(text).replaceAll("(port=|localport=|:)\\d{4,5}\\b", "$1PORT");
    }

    static void run(Probes p) {
        streams(p);
        options(p);
        errors(p);
        datagrams(p);
        SelectorProbes.run(p);
    }

    private static void streams(Probes p) {
        p.of("echo", () -> connected((client, server) -> {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            return new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }));
        p.of("large", () -> connected((client, server) -> {
            Thread writer = new Thread(() -> {
                try (client) {
                    client.getOutputStream().write(new byte[3_000_000]);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            long count = server.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            writer.join();
            return count;
        }));
        p.of("timeout", () -> connected((client, server) -> {
            client.setSoTimeout(1);
            return client.getInputStream().read();
        }));
        p.of("accept timeout", () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
                socket.setSoTimeout(1);
                return socket.accept();
            }
        });
        p.of("reset", () -> connected((client, server) -> {
            client.setSoLinger(true, 0);
            client.close();
            return server.getInputStream().read();
        }));
        p.of("closed by other thread", () -> connected((client, server) -> {
            InputStream input = client.getInputStream();
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(50);
                    client.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return input.read();
        }));
        p.of("read closed", () -> connected((client, server) -> {
            client.close();
            return client.getInputStream();
        }));
        p.of("write shut", () -> connected((client, server) -> {
            client.shutdownOutput();
            client.getOutputStream().write(1);
            return "";
        }));
        p.of("available", () -> connected((client, server) -> {
            client.getOutputStream().write(new byte[5]);
            int first = server.getInputStream().read();
            return first + " " + server.getInputStream().available();
        }));
        p.of("urgent", () -> connected((client, server) -> {
            client.sendUrgentData(1);
            return "sent";
        }));
        p.of("state", () -> connected((client, server) -> "" + client.isConnected() + client.isBound() + client.isClosed() + client.isInputShutdown() + noPort(client)));
        p.of("server text", () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
                return noPort(socket) + socket.getInetAddress() + socket.isBound();
            }
        });
    }

    private static void options(Probes p) {
        p.of("no delay", () -> connected((client, server) -> {
            client.setTcpNoDelay(true);
            client.setKeepAlive(true);
            client.setReuseAddress(true);
            client.setSoLinger(true, 5);
            return "" + client.getTcpNoDelay() + client.getKeepAlive() + client.getReuseAddress() + client.getSoLinger();
        }));
        p.of("supported", () -> new Socket().supportedOptions().stream().map(SocketOption::name).collect(Collectors.toCollection(TreeSet::new)));
        p.of("supported by server", () -> new ServerSocket().supportedOptions().stream().map(SocketOption::name).collect(Collectors.toCollection(TreeSet::new)));
        p.of("supported by datagrams", () -> DatagramChannel.open().supportedOptions().stream().map(SocketOption::name).collect(Collectors.toCollection(TreeSet::new)));
        p.of("reuse port", () -> new ServerSocket().setOption(StandardSocketOptions.SO_REUSEPORT, true).getOption(StandardSocketOptions.SO_REUSEPORT));
        p.of("traffic class", () -> connected((client, server) -> {
            client.setTrafficClass(0x10);
            return client.getTrafficClass();
        }));
        p.does("buffer of nothing", () -> new Socket().setReceiveBufferSize(0));
        p.does("negative timeout", () -> new Socket().setSoTimeout(-1));
        p.of("keep idle", () -> connected((client, server) -> client.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE, 77).getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE)));
    }

    static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static void errors(Probes p) {
        p.of("refused", () -> new Socket(LOOPBACK, closedPort()));
        p.of("refused channel", () -> SocketChannel.open(new InetSocketAddress(LOOPBACK, closedPort())));
        p.of("in use", () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
                return new ServerSocket(socket.getLocalPort(), 1, LOOPBACK);
            }
        });
        p.of("not here", () -> new ServerSocket(0, 1, InetAddress.getByName("192.0.2.1")));
        p.of("unresolved", () -> {
            try (Socket socket = new Socket()) {
                socket.connect(InetSocketAddress.createUnresolved("no-such-host.invalid", 80));
                return "";
            }
        });
        p.of("port", () -> new InetSocketAddress("h", 70_000));
        p.of("unbound", () -> new ServerSocket().accept());
        p.of("unconnected", () -> new Socket().getInputStream());
        p.does("bound twice", () -> {
            try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
                socket.bind(null);
            }
        });
        p.does("connected twice", () -> connected((client, server) -> {
            client.connect(server.getLocalSocketAddress());
            return "";
        }));
        p.of("unix", () -> {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                return channel.isOpen();
            }
        });
        p.of("inet6", () -> {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET6)) {
                return channel.isOpen();
            }
        });
    }

    private static void datagrams(Probes p) {
        p.of("datagram", () -> {
            try (DatagramSocket one = new DatagramSocket(0, LOOPBACK);
                    DatagramSocket two = new DatagramSocket(0, LOOPBACK)) {
                one.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, two.getLocalSocketAddress()));
                DatagramPacket packet = new DatagramPacket(new byte[2], 2);
                two.setSoTimeout(60_000);
                two.receive(packet);
                return packet.getLength() + " " + (packet.getPort() == one.getLocalPort()) + " " + packet.getAddress();
            }
        });
        p.of("datagram timeout", () -> {
            try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
                socket.setSoTimeout(1);
                socket.receive(new DatagramPacket(new byte[1], 1));
                return "";
            }
        });
        p.of("datagram too large", () -> {
            try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
                socket.send(new DatagramPacket(new byte[65_536], 65_536, socket.getLocalSocketAddress()));
                return "";
            }
        });
        p.of("datagram connected", () -> {
            try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
                socket.connect(LOOPBACK, 9);
                socket.send(new DatagramPacket(new byte[1], 1, LOOPBACK, 10));
                return "";
            }
        });
        p.of("datagram channel", () -> {
            try (DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
                channel.configureBlocking(false);
                Object nothing = channel.receive(ByteBuffer.allocate(1));
                channel.send(ByteBuffer.allocate(0), channel.getLocalAddress());
                return nothing + " " + channel.isConnected();
            }
        });
        p.of("multicast", () -> {
            try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress("0.0.0.0", 0))) {
                return socket.getTimeToLive() + " " + socket.getOption(StandardSocketOptions.IP_MULTICAST_LOOP);
            }
        });
    }
}
