package dev.ristretto.fleet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

    /** A daemon that refuses an upload does not read it; its connection ends by a reset, behind the answer. */
    @Test
    void anAnswerIsWholeThoughTheConnectionIsResetBehindIt() throws Exception {
        HttpAnswer answer = HttpAnswer.read(thenReset("HTTP/1.1 400 Bad Request\r\nContent-Length: 5\r\n\r\nwhy..."));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("why..");
    }

    @Test
    void aBodyThatIsCutOffIsNotTakenForWhole() throws Exception {
        HttpAnswer answer = HttpAnswer.read(text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhalf"));
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(EOFException.class);
    }

    @Test
    void withoutALengthTheBodyEndsWithTheConnection() throws Exception {
        HttpAnswer answer = HttpAnswer.read(text("HTTP/1.1 200 OK\r\n\r\nall of it"));
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("all of it");
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static InputStream thenReset(String text) {
        return new SequenceInputStream(text(text), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new SocketException("Connection reset");
            }
        });
    }
}
