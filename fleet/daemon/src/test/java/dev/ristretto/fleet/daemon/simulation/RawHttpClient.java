package dev.ristretto.fleet.daemon.simulation;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request after the other on one connection and, unlike other clients, repeats none that fails. Not safe for
 * use by several threads.
 */
public final class RawHttpClient {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream input;

    public RawHttpClient(int port) {
        this.port = port;
    }

    /** The body; or what went wrong, behind an exclamation mark. */
    public String get() {
        try {
            Socket connection = socket;
            InputStream answer = input;
            if (connection == null || answer == null) {
                connection = new Socket("127.0.0.1", port);
                answer = new BufferedInputStream(connection.getInputStream());
                socket = connection;
                input = answer;
            }
            connection.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            String status = line(answer);
            int length = 0;
            boolean last = false;
            for (String line = line(answer); !line.isEmpty(); line = line(answer)) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            lower.substring("content-length:".length()).strip());
                }
                last |= lower.equals("connection: close");
            }
            String body = new String(answer.readNBytes(length), StandardCharsets.UTF_8);
            if (last) {
                close();
            }
            return status.startsWith("HTTP/1.1 200") ? body : "!" + status;
        } catch (IOException e) {
            close();
            return "!" + e;
        }
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = input.read(); octet != '\n'; octet = input.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is given up anyway.
        }
        socket = null;
        input = null;
    }
}
