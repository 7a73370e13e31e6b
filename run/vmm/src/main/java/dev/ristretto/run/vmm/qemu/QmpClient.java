package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the QEMU Machine Protocol (QEMU documentation, "QMP protocol specification"): one JSON object per line, a
 * greeting, commands with an identifier and their answers, and events in between. Safe for use by several threads; a
 * daemon thread reads.
 */
final class QmpClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SocketChannel channel;
    private final Consumer<Event> listener;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastIdentifier = new AtomicLong();
    private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile @Nullable IOException failure;

    /**
     * Something that happened to the virtual machine.
     *
     * @param name its name, such as {@code SHUTDOWN}
     * @param data its details; an empty object if there are none
     */
    record Event(String name, JsonNode data) {}

    private QmpClient(SocketChannel channel, Consumer<Event> listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /**
     * Starts a conversation over a connected socket.
     *
     * @param listener called for every event, on the reading thread
     * @return a client; commands may be given once {@link #ready()} is done
     */
    static QmpClient open(SocketChannel channel, Consumer<Event> listener) {
        return open(channel, listener, Thread.ofPlatform().daemon());
    }

    /** The same with the kind of thread that reads. */
    static QmpClient open(SocketChannel channel, Consumer<Event> listener, Thread.Builder reader) {
        QmpClient client = new QmpClient(channel, listener);
        reader.name("qmp").start(client::read);
        return client;
    }

    /** Done when the conversation is over. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /**
     * Done when QEMU accepts commands, which is when its machine has been set up; fails when the connection ends
     * before.
     */
    CompletableFuture<Void> ready() {
        return greeting.thenCompose(greeted -> execute("qmp_capabilities")).thenAccept(answer -> {});
    }

    /**
     * Gives a command without arguments.
     *
     * @return its answer; fails with an {@link IOException} if QEMU refuses the command or the connection ends
     */
    CompletableFuture<JsonNode> execute(String command) {
        return execute(command, JSON.createObjectNode());
    }

    /** Gives a command with arguments. */
    CompletableFuture<JsonNode> execute(String command, ObjectNode arguments) {
        long identifier = lastIdentifier.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(identifier, answer);
        ObjectNode message = JSON.createObjectNode().put("execute", command).put("id", identifier);
        if (!arguments.isEmpty()) {
            message.set("arguments", arguments);
        }
        try {
            send(message);
        } catch (IOException e) {
            fail(e);
        }
        IOException broken = failure;
        if (broken != null) {
            fail(broken);
        }
        return answer;
    }

    /** Ends the conversation; commands that wait for an answer fail. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private synchronized void send(ObjectNode message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void read() {
        try (Reader reader = Channels.newReader(channel, StandardCharsets.UTF_8);
                BufferedReader lines = new BufferedReader(reader)) {
            String line;
            while ((line = lines.readLine()) != null) {
                accept(JSON.readTree(line));
            }
            fail(new IOException("QEMU closed its control connection"));
        } catch (JsonProcessingException e) {
            fail(new IOException("QEMU sent something that is not JSON: " + e.getOriginalMessage(), e));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void accept(JsonNode message) {
        if (message.has("QMP")) {
            greeting.complete(message);
        } else if (message.has("event")) {
            listener.accept(new Event(message.path("event").asText(), message.path("data")));
        } else {
            CompletableFuture<JsonNode> answer =
                    waiting.remove(message.path("id").asLong());
            if (answer != null && message.has("error")) {
                answer.completeExceptionally(new IOException(
                        "QEMU refused: " + message.path("error").path("desc").asText()));
            } else if (answer != null) {
                answer.complete(message.path("return"));
            }
        }
    }

    private void fail(IOException reason) {
        failure = reason;
        greeting.completeExceptionally(reason);
        waiting.keySet().forEach(identifier -> {
            CompletableFuture<JsonNode> answer = waiting.remove(identifier);
            if (answer != null) {
                answer.completeExceptionally(reason);
            }
        });
        closed.complete(null);
    }
}
