package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        assertAnswers(as, InetAddress.getLoopbackAddress(), "--host-access");
    }

    @ParameterizedTest
    @MethodSource("all")
    void atAnotherAddressItNeedsNoAccessToTheHost(String as) throws Exception {
        Optional<InetAddress> own = Fixtures.ownAddress();
        assumeThat(own).as("this host has an address of its own").isPresent();
        assertAnswers(as, own.orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("all")
    void onLoopbackItIsRefusedWithoutThat(String as) throws Exception {
        assumeThat(RunsAs.passtIsInstalled()).as("passt is installed").isTrue();
        int port = Fixtures.freeDatagramPort();
        Result result = CommandRun.run("run", Fixtures.behaviour(), "--as", as, "-p", port + ":4000/udp");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.errors())
                .contains("The UDP port 127.0.0.1:" + port + ":4000/udp would not answer", "--host-access")
                .doesNotContain("\tat ");
    }

    private static void assertAnswers(String as, InetAddress address, String... options) throws Exception {
        int port = Fixtures.freeDatagramPort();
        List<String> command = new ArrayList<>(List.of("run", Fixtures.behaviour(), "--as", as));
        command.addAll(List.of(options));
        command.addAll(List.of("-p", address.getHostAddress() + ":" + port + ":4000/udp", "--", "datagrams", "4000"));
        try (CommandRun run = CommandRun.start(command.toArray(String[]::new))) {
            run.awaitOutput("answering");
            try (DatagramSocket socket = new DatagramSocket(0, address)) {
                socket.setSoTimeout(MILLIS_PER_TRY);
                SocketAddress published = new InetSocketAddress(address, port);
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
