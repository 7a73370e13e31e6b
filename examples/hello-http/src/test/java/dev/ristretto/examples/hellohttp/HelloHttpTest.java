package dev.ristretto.examples.hellohttp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HelloHttpTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HelloHttp.start(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    @Test
    void rootGreets() throws Exception {
        HttpResponse<String> answer = client.send(request("/").build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("Hello from Ristretto"));
    }

    @Test
    void unknownPathIsNotFound() throws Exception {
        assertEquals(404, client.send(request("/x").build(), BodyHandlers.ofString()).statusCode());
    }

    @Test
    void bytesFollowThePatternAcrossBlocks() throws Exception {
        byte[] body = client.send(request("/bytes?n=200000").build(), BodyHandlers.ofByteArray())
                .body();
        assertEquals(200_000, body.length);
        for (int i = 0; i < body.length; i++) {
            assertEquals((byte) (i % 251), body[i]);
        }
    }

    @Test
    void bytesWithoutACountIsABadRequest() throws Exception {
        assertEquals(400, client.send(request("/bytes?n=many").build(), BodyHandlers.ofString())
                .statusCode());
    }

    @Test
    void uploadAnswersWithLengthAndDigest() throws Exception {
        HttpRequest upload = request("/upload").POST(BodyPublishers.ofString("abc")).build();
        assertEquals(
                "3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
                client.send(upload, BodyHandlers.ofString()).body());
    }

    private HttpRequest.Builder request(String path) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return HttpRequest.newBuilder(
                URI.create("http://" + host + ":" + server.getAddress().getPort() + path));
    }
}
