package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.tests.system.CommandRun.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest reaches of the host: nothing on its loopback interface, unless that was asked for. */
class LoopbackIT {

    private static final String GREETING = "a service of the host";
    private static String image = "";

    private final List<ServerSocket> services = new ArrayList<>();

    @BeforeAll
    static void build() throws Exception {
        image = Fixtures.behaviour();
    }

    @BeforeEach
    void needPasst() {
        assumeThat(RunsAs.passtIsInstalled()).as("passt is installed").isTrue();
    }

    @AfterEach
    void close() throws IOException {
        for (ServerSocket service : services) {
            service.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsAs.VM, RunsAs.PROCESS})
    void aGuestThatLooksForTheHostFindsNothing(String as) throws Exception {
        int port = serve(InetAddress.getLoopbackAddress());
        List<String> targets = List.of("10.0.2.2:" + port, "10.0.2.3:" + port, "127.0.0.1:" + port, "0.0.0.0:" + port);
        Result result = reach(as, List.of(), targets).mustSucceed();
        assertThat(result.output().lines())
                .containsExactlyElementsOf(
                        targets.stream().map(target -> target + " is nobody").toList());
        assertThat(result.errors()).doesNotContain("loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsAs.VM, RunsAs.PROCESS})
    void norDoesOneWithAPublishedUdpPort(String as) throws Exception {
        String target = "10.0.2.2:" + serve(InetAddress.getLoopbackAddress());
        String published = "0.0.0.0:" + Fixtures.freeDatagramPort() + ":4000/udp";
        Result result = reach(as, List.of("-p", published), List.of(target)).mustSucceed();
        assertThat(result.output()).isEqualTo(target + " is nobody\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsAs.VM, RunsAs.PROCESS})
    void whoAsksForAccessToTheHostHasIt(String as) throws Exception {
        String target = "10.0.2.2:" + serve(InetAddress.getLoopbackAddress());
        Result result = reach(as, List.of("--host-access"), List.of(target)).mustSucceed();
        assertThat(result.output()).isEqualTo(target + " says " + GREETING + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsAs.VM, RunsAs.PROCESS})
    void connectionsToTheOutsideGoOn(String as) throws Exception {
        Optional<InetAddress> own = Fixtures.ownAddress();
        assumeThat(own).as("this host has an address of its own").isPresent();
        String target = own.orElseThrow().getHostAddress() + ":" + serve(own.orElseThrow());
        Result result = reach(as, List.of(), List.of(target)).mustSucceed();
        assertThat(result.output()).isEqualTo(target + " says " + GREETING + "\n");
    }

    private static Result reach(String as, List<String> options, List<String> targets) throws Exception {
        List<String> command = new ArrayList<>(List.of("run", image, "--as", as));
        command.addAll(options);
        command.addAll(List.of("--", "reach"));
        command.addAll(targets);
        return CommandRun.run(command.toArray(String[]::new));
    }

    /** Greets everybody who comes; returns the port. */
    private int serve(InetAddress address) throws IOException {
        ServerSocket server = new ServerSocket();
        services.add(server);
        server.bind(new InetSocketAddress(address, 0));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept();
                        OutputStream output = client.getOutputStream()) {
                    output.write((GREETING + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // The client or the test is over.
                }
            }
        });
        return server.getLocalPort();
    }
}
