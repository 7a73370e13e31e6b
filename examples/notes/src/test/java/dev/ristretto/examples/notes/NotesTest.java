package dev.ristretto.examples.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
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

class NotesTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin service;

    @BeforeEach
    void start() {
        service = Notes.create().start(InetAddress.getLoopbackAddress().getHostAddress(), 0);
    }

    @AfterEach
    void stop() {
        service.stop();
        client.close();
    }

    @Test
    void aNoteIsKeptReplacedAndRemoved() throws Exception {
        String note = "{\"id\":1,\"title\":\"milk\",\"text\":\"two litres\"}";
        HttpResponse<String> created = send("POST", "/notes", "{\"title\":\"milk\",\"text\":\"two litres\"}");
        assertEquals(201, created.statusCode());
        assertEquals(note, created.body());
        assertEquals("/notes/1", created.headers().firstValue("Location").orElseThrow());
        assertEquals("[" + note + "]", send("GET", "/notes", "").body());
        String other = "{\"id\":1,\"title\":\"bread\",\"text\":\"\"}";
        assertEquals(other, send("PUT", "/notes/1", "{\"title\":\"bread\"}").body());
        assertEquals(other, send("GET", "/notes/1", "").body());
        assertEquals(204, send("DELETE", "/notes/1", "").statusCode());
        assertEquals("[]", send("GET", "/notes", "").body());
    }

    @Test
    void whatIsMissingIsNotFoundByNumber() throws Exception {
        HttpResponse<String> answer = send("GET", "/notes/7", "");
        assertEquals(404, answer.statusCode());
        assertEquals("{\"error\":\"there is no note 7\"}", answer.body());
        assertEquals(404, send("PUT", "/notes/7", "{\"title\":\"x\"}").statusCode());
        assertEquals(404, send("DELETE", "/notes/x", "").statusCode());
    }

    @Test
    void aDraftWithoutTitleOrFormIsABadRequest() throws Exception {
        assertEquals(
                "{\"error\":\"title must not be empty\"}",
                send("POST", "/notes", "{\"text\":\"x\"}").body());
        assertEquals(400, send("POST", "/notes", "not json").statusCode());
        assertEquals(400, send("POST", "/notes", "").statusCode());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        URI uri = URI.create("http://" + host + ":" + service.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
