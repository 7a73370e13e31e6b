package dev.ristretto.fleet.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Sends requests to a Unix socket as they are, well-formed or not. */
final class SocketRequests {

    private SocketRequests() {}

    /**
     * An answer.
     *
     * @param head status line and header
     * @param body what follows, still in its transfer coding
     */
    record Raw(String head, String body) {

        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** The value of a field of the header; empty if it is not there. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    static String send(Path socket, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * A request with a body, which is JSON unless the header says otherwise, or without one if it is empty.
     *
     * @param header more fields, each with its line end
     */
    static Raw send(Path socket, String method, String path, String header, String body) throws IOException {
        String type = header.contains("Content-Type") ? "" : "Content-Type: application/json\r\n";
        String content =
                body.isEmpty() ? "" : type + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        String answer = send(
                socket,
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + content
                        + "\r\n" + body);
        int end = answer.indexOf("\r\n\r\n");
        return new Raw(answer.substring(0, end), answer.substring(end + 4));
    }
}
