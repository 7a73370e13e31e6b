package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that go on, many of them, and clients that do not read them. */
@Timeout(120)
class StreamsTest {

    @TempDir
    Path folder;

    @Test
    void aThousandStreamsAreServedAndOneMoreIsToldToComeBack() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            List<Stream> streams = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                streams.add(open(daemon, "/v1/events?follow=true", ""));
            }
            Raw refused = daemon.get("/v1/events?follow=true");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("10");
            assertThat(daemon.get("/v1/status").status()).isEqualTo(200);

            daemon.create("web");
            for (Stream stream : streams) {
                assertThat(stream.awaitLine("data: ")).contains("\"kind\":\"created\"");
                stream.channel().close();
            }
        }
    }

    @Test
    void whoTakesAStreamUpAgainMissesNothingAndGetsNothingTwice() throws Exception {
        try (SimulatedDaemon daemon = new SimulatedDaemon(folder)) {
            daemon.create("web");
            try (Stream stream = open(daemon, "/v1/events?follow=true&name=web", "Last-Event-ID: 1\r\n")) {
                assertThat(stream.awaitLine("id: ")).isEqualTo("2");
                assertThat(stream.awaitLine("data: ")).contains("\"kind\":\"started\"");
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsDroppedAndItsPlaceIsFree() throws Exception {
        try (SimulatedDaemon daemon =
                new SimulatedDaemon(folder, SimulatedDaemon.limits(1, Duration.ofMillis(200)), Optional.empty())) {
            daemon.create("web");
            try (Stream slow = open(daemon, "/v1/instances/web/logs?follow=true", "")) {
                assertThat(daemon.get("/v1/events?follow=true").status()).isEqualTo(503);
                daemon.hypervisor.print("x".repeat(16 << 20));
                Stream next = null;
                while (next == null) {
                    LockSupport.parkNanos(1_000_000);
                    next = tryToOpen(daemon, "/v1/events?follow=true");
                }
                next.close();
                assertThat(slow.channel().isOpen()).isTrue();
            }
        }
    }

    /** Waiting for something to happen is not the same as a client that does not read. */
    @Test
    void aSilentStreamStays() throws Exception {
        try (SimulatedDaemon daemon =
                new SimulatedDaemon(folder, SimulatedDaemon.limits(1, Duration.ofMillis(500)), Optional.empty())) {
            assertThat(daemon.get("/v1/status").status()).isEqualTo(200);
            try (Stream stream = open(daemon, "/v1/events?follow=true", "")) {
                LockSupport.parkNanos(Duration.ofMillis(1200).toNanos());
                daemon.create("web");
                assertThat(stream.awaitLine("data: ")).contains("created");
            }
        }
    }

    private record Stream(SocketChannel channel, BufferedReader lines) implements AutoCloseable {

        /** What follows the first words of a line. */
        String awaitLine(String begin) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(begin)) {
                    return line.substring(begin.length());
                }
            }
            throw new AssertionError("the stream ended");
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static Stream open(SimulatedDaemon daemon, String path, String header) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(daemon.socket));
        channel.write(ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n").getBytes(StandardCharsets.UTF_8)));
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8), 512);
        Stream stream = new Stream(channel, lines);
        assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
        return stream;
    }

    private static @Nullable Stream tryToOpen(SimulatedDaemon daemon, String path) throws IOException {
        try {
            return open(daemon, path, "");
        } catch (AssertionError e) {
            return null;
        }
    }
}
