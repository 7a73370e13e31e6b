package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An HTTP server in an instance, asked through a published port. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CONCURRENT = 64;
    private static final int MEBIBYTE = 1 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private CommandRun run;
    private String base;

    /** What the image runs as. */
    String as() {
        return RunsAs.VM;
    }

    @BeforeAll
    void start() throws Exception {
        int port = Fixtures.freePort();
        base = "http://127.0.0.1:" + port;
        run = CommandRun.start("run", Fixtures.example("hello-http"), "-p", port + ":8080", "--as", as());
        run.awaitOutput("Listening on port 8080");
    }

    @AfterAll
    void stop() throws Exception {
        try (CommandRun server = run) {
            server.signal("INT");
            Result result = server.await();
            assertThat(result.output()).contains("Stopped, all requests answered");
        }
    }

    @Test
    void whatPassesTheCardIsInTheCapture(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("x.pcapng");
        int port = Fixtures.freePort();
        String address = "http://127.0.0.1:" + port + "/captured";
        String image = Fixtures.example("hello-http");
        try (CommandRun server =
                CommandRun.start("run", image, "-p", port + ":8080", "--as", as(), "--capture", file.toString())) {
            server.awaitOutput("Listening on port 8080");
            client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
            server.signal("INT");
            assertThat(server.await().status()).isEqualTo(143);
        }
        String captured = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(captured).startsWith("\n\r\r\n").contains("eth0", "GET /captured HTTP/1.1", "HTTP/1.1 404");
    }

    @Test
    void thePageIsServed() throws Exception {
        HttpResponse<String> answer = client.send(request("/").build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Hello from Ristretto");
    }

    @Test
    void noRequestIsLostOnKeptConnections() throws Exception {
        assertThat(answered(10_000, client, false)).isEqualTo(10_000);
    }

    @Test
    void noRequestIsLostOnConnectionsOfTheirOwn() throws Exception {
        assertThat(answered(2000, client, true)).isEqualTo(2000);
    }

    @Test
    void aDownloadArrivesWholeAndInOrder() throws Exception {
        long size = 256L * MEBIBYTE;
        HttpResponse<InputStream> answer =
                client.send(request("/bytes?n=" + size).build(), BodyHandlers.ofInputStream());
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        long count = 0;
        try (InputStream body = answer.body()) {
            byte[] buffer = new byte[MEBIBYTE];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                received.update(buffer, 0, n);
                count += n;
            }
        }
        assertThat(count).isEqualTo(size);
        assertThat(received.digest()).isEqualTo(patternDigest(size));
    }

    @Test
    void anUploadArrivesWholeAndInOrder() throws Exception {
        byte[] body = new byte[64 * MEBIBYTE];
        new Random(20261123).nextBytes(body);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        HttpRequest upload =
                request("/upload").POST(BodyPublishers.ofByteArray(body)).build();
        assertThat(client.send(upload, BodyHandlers.ofString()).body()).isEqualTo(body.length + " " + digest + "\n");
    }

    /** How many of so many requests, 64 at a time, get the page. */
    private int answered(int requests, HttpClient shared, boolean closing) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        Semaphore free = new Semaphore(CONCURRENT);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                free.acquire();
                executor.submit(() -> {
                    try {
                        if (closing ? getOnce() : get(shared)) {
                            answered.incrementAndGet();
                        }
                    } finally {
                        free.release();
                    }
                    return null;
                });
            }
        }
        return answered.get();
    }

    private boolean get(HttpClient with) throws IOException, InterruptedException {
        HttpResponse<String> answer = with.send(request("/").build(), BodyHandlers.ofString());
        return answer.statusCode() == 200 && answer.body().contains("Hello from Ristretto");
    }

    private boolean getOnce() throws IOException, InterruptedException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + "/").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setReadTimeout((int) PATIENCE.toMillis());
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("Hello from Ristretto");
        } catch (ConnectException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    /** Of the example's pattern: byte {@code i} is {@code i mod 251}. */
    private static byte[] patternDigest(long size) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[251 * 4096];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i % 251);
        }
        for (long left = size; left > 0; left -= block.length) {
            digest.update(block, 0, (int) Math.min(left, block.length));
        }
        return digest.digest();
    }
}
