package dev.ristretto.fleet.balancer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What daemon and balancer say to each other: a line of JSON for each {@link BalancerConfiguration} and each
 * {@link TrafficReport}.
 */
final class ControlLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlLine() {}

    /**
     * Sends a value; waits while the other side does not read. Who sends to a channel by several threads takes turns.
     */
    static void send(SocketChannel channel, Object value) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /**
     * Reads a line.
     *
     * @throws JsonProcessingException if it is not such a value
     */
    static <T> T read(String line, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(line, type);
    }
}
