package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A UDP server in an instance, asked through a published port. */
class DatagramIT {

    private static final int TRIES = 20;
    private static final int MILLIS_PER_TRY = 3000;

    /** Each has its own way to publish ports. */
    private static Stream<String> all() {
        return Stream.of(RunsAs.VM, RunsAs.anythingWithNetwork()).distinct();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPublishedUdpPortAnswers(String as) throws Exception {
        int port = Fixtures.freeDatagramPort();
        String image = Fixtures.behaviour();
        try (CommandRun run =
                CommandRun.start("run", image, "--as", as, "-p", port + ":4000/udp", "--", "datagrams", "4000")) {
            run.awaitOutput("answering");
            InetAddress here = InetAddress.getLoopbackAddress();
            try (DatagramSocket socket = new DatagramSocket(0, here)) {
                socket.setSoTimeout(MILLIS_PER_TRY);
                SocketAddress published = new InetSocketAddress(here, port);
                for (String question : new String[] {"one", "", "Grüße", "x".repeat(1200)}) {
                    assertThat(answer(socket, published, question)).isEqualTo("got " + question);
                }
            }
            run.signal("INT");
            assertThat(run.await().status()).isIn(130, 143);
        }
    }

    /** The answer to a question, which is asked again if it got lost, as datagrams may. */
    private static String answer(DatagramSocket socket, SocketAddress published, String question) throws IOException {
        byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        for (int i = 0; i < TRIES; i++) {
            socket.send(new DatagramPacket(bytes, bytes.length, published));
            try {
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException lost) {
                System.out.println("no answer within " + MILLIS_PER_TRY + " ms: asked again");
            }
        }
        throw new AssertionError("no answer to '" + question + "' in " + TRIES + " tries");
    }
}
