package dev.ristretto.kernel.network.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Runs inside the namespace on Linux's own sockets. Commands come line by line on standard input, results go to
 * standard output.
 */
final class LinuxPeer {
    private LinuxPeer() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = commands.readLine()) != null) {
            String[] words = line.split(" ");
            Thread.ofVirtual().start(() -> {
                try {
                    run(words);
                } catch (Exception e) {
                    say(words[0] + " failed " + e);
                }
            });
        }
    }

    private static void run(String[] words) throws Exception {
        String id = words[0];
        switch (words[1]) {
            case "listen" -> {
                try (ServerSocket server = new ServerSocket(0, 128)) {
                    say(id + " port " + server.getLocalPort());
                    while (true) {
                        Socket socket = server.accept();
                        Thread.ofVirtual().start(() -> exchange(id, socket, Long.parseLong(words[2])));
                    }
                }
            }
            case "connect" -> {
                Socket socket = new Socket();
                socket.connect(new InetSocketAddress(words[2], Integer.parseInt(words[3])), 20_000);
                exchange(id, socket, Long.parseLong(words[4]));
            }
            case "udp" -> {
                try (DatagramSocket socket = new DatagramSocket(0)) {
                    say(id + " port " + socket.getLocalPort());
                    byte[] buffer = new byte[65536];
                    while (true) {
                        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                        socket.receive(packet);
                        socket.send(packet);
                    }
                }
            }
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    /** Sends so many bytes and its end while it reads until the peer's end, then tells both checksums. */
    private static void exchange(String id, Socket socket, long total) {
        try (socket) {
            CRC32C sent = new CRC32C();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    write(socket, total, sent);
                } catch (IOException e) {
                    say(id + " failed " + e);
                }
            });
            CRC32C received = new CRC32C();
            byte[] buffer = new byte[64 << 10];
            long count = 0;
            InputStream in = socket.getInputStream();
            int length;
            while ((length = in.read(buffer)) >= 0) {
                received.update(buffer, 0, length);
                count += length;
            }
            writer.join();
            say(id + " done " + count + " " + received.getValue() + " " + sent.getValue());
        } catch (IOException | InterruptedException e) {
            say(id + " failed " + e);
        }
    }

    private static void write(Socket socket, long total, CRC32C sum) throws IOException {
        OutputStream out = socket.getOutputStream();
        Random random = new Random(total);
        byte[] buffer = new byte[64 << 10];
        long left = total;
        while (left > 0) {
            random.nextBytes(buffer);
            int part = (int) Math.min(buffer.length, left);
            out.write(buffer, 0, part);
            sum.update(buffer, 0, part);
            left -= part;
        }
        socket.shutdownOutput();
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
