package dev.ristretto.fleet.balancer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends bytes as they are and reads HTTP answers. */
final class WireClient implements AutoCloseable {

    /** Nothing that is tested takes longer unless it hangs. */
    private static final int PATIENCE_MILLIS = 5_000;

    /** The status of what is no answer of HTTP/1. */
    static final int NO_HTTP = 9;

    private final Socket socket;
    private final InputStream input;

    /**
     * An answer.
     *
     * @param status of the last one; 0 if the connection ended without any
     * @param interim statuses before it
     * @param head the last one's lines
     * @param whether its body came whole
     */
    record Answer(int status, List<Integer> interim, List<String> head, String body, boolean whole) {

        /** What a header says, or nothing. */
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    WireClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** One request on a connection of its own. */
    static Answer ask(int port, String request) throws IOException {
        try (WireClient client = new WireClient(port)) {
            client.send(request);
            return client.read(request.startsWith("HEAD "));
        }
    }

    WireClient send(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The other side may have said all it had to say and gone; its answer is read.
            if (socket.isClosed()) {
                throw e;
            }
        }
        return this;
    }

    /** The status of the next answer, which has nothing but a head. */
    int readInterim() throws IOException {
        return Integer.parseInt(lines().getFirst().split(" ")[1]);
    }

    /** Nothing more is sent. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** The next final answer. */
    Answer read(boolean head) throws IOException {
        List<Integer> interim = new ArrayList<>();
        while (true) {
            List<String> lines = lines();
            if (lines.isEmpty()) {
                return new Answer(0, interim, lines, "", false);
            }
            if (!lines.getFirst().matches("HTTP/1\\.\\d \\d{3}( .*)?")) {
                return new Answer(NO_HTTP, interim, lines, "", false);
            }
            int status = Integer.parseInt(lines.getFirst().split(" ")[1]);
            if (status >= 200 || status == 101) {
                return body(status, interim, lines, head);
            }
            interim.add(status);
        }
    }

    private Answer body(int status, List<Integer> interim, List<String> lines, boolean head) throws IOException {
        Answer start = new Answer(status, interim, lines, "", true);
        if (head || status == 204 || status == 304 || status == 101) {
            return start;
        }
        if (start.header("Transfer-Encoding").equals("chunked")) {
            return chunks(start);
        }
        String length = start.header("Content-Length");
        byte[] bytes = length.isEmpty() ? readAll() : input.readNBytes(Integer.parseInt(length));
        return new Answer(
                status,
                interim,
                lines,
                new String(bytes, StandardCharsets.ISO_8859_1),
                length.isEmpty() || bytes.length == Integer.parseInt(length));
    }

    private Answer chunks(Answer start) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            while (true) {
                String size = line();
                int length = size.isEmpty() ? -1 : Integer.parseInt(size, 16);
                byte[] bytes = length < 0 ? new byte[0] : input.readNBytes(length);
                all.append(new String(bytes, StandardCharsets.ISO_8859_1));
                boolean ends = length == 0 || bytes.length < length || length < 0;
                if (ends || !line().isEmpty()) {
                    return new Answer(start.status(), start.interim(), start.head(), all.toString(), length == 0);
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return new Answer(start.status(), start.interim(), start.head(), all.toString(), false);
        }
    }

    private byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            input.transferTo(all);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset ends it too.
        }
        return all.toByteArray();
    }

    /** Whether the other side has ended the connection; waits until it has, or says something. */
    boolean isEnded() throws IOException {
        try {
            return input.read() < 0;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return true;
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = input.read(); b >= 0 && b != '\n'; b = input.read()) {
                line.append((char) b);
            }
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException("no answer in " + PATIENCE_MILLIS + " ms");
        } catch (IOException e) {
            return "";
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
