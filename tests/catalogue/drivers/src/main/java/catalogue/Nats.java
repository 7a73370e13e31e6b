package catalogue;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** NATS' client against as much of its protocol as one client needs. */
final class Nats {
    private Nats() {}

    static void run() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(server));
            Options options = new Options.Builder()
                    .server("nats://127.0.0.1:" + server.getLocalPort())
                    .noReconnect()
                    .build();
            try (Connection connection = io.nats.client.Nats.connect(options)) {
                Dispatcher dispatcher = connection.createDispatcher(message -> connection.publish(
                        message.getReplyTo(), ("got " + new String(message.getData(), StandardCharsets.UTF_8)).getBytes()));
                dispatcher.subscribe("cups");
                byte[] answer = connection
                        .request("cups", "blue".getBytes(), Duration.ofSeconds(10))
                        .getData();
                System.out.println(new String(answer, StandardCharsets.UTF_8));
            }
        }
    }

    private static void serve(ServerSocket server) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            send(out, "INFO {\"server_id\":\"x\",\"version\":\"2.10.0\",\"proto\":1,\"max_payload\":1048576,\"headers\":true}\r\n");
            Map<String, String> subscriptions = new HashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                switch (words[0].toUpperCase()) {
                    case "PING" -> send(out, "PONG\r\n");
                    case "SUB" -> subscriptions.put(words[1], words[words.length - 1]);
                    case "PUB" -> {
                        String payload = in.readLine();
                        String reply = words.length == 4 ? words[2] + " " : "";
                        for (Map.Entry<String, String> each : subscriptions.entrySet()) {
                            String prefix = each.getKey().replaceAll("\\*$", "");
                            if (words[1].equals(each.getKey()) || each.getKey().endsWith("*") && words[1].startsWith(prefix)) {
                                send(out, "MSG " + words[1] + " " + each.getValue() + " " + reply + payload.length() + "\r\n"
                                        + payload + "\r\n");
                            }
                        }
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
