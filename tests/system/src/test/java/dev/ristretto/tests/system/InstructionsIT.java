package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.host.HostPrograms;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * What the guest executes, counted by a plugin of QEMU's emulator. The guest's clock goes by its instructions, too
 * ({@code -icount}), so that nothing depends on what else this computer does: two runs to the exit of a program differ
 * by no instruction, and answers to requests by less than one in a hundred. Whoever changes more than the slack says
 * so, and why, by the numbers here.
 */
@EnabledIf(
        value = "isCountable",
        disabledReason = "no gcc, or a QEMU other than 7.2: others' processors have other instructions to choose from")
class InstructionsIT {
    private static final long HELLO_TO_EXIT = 2_482_388;
    private static final long HELLO_HTTP_TO_FIRST_ANSWER = 8_097_111;
    private static final long REQUEST = 143_978;
    private static final double SLACK = 0.02;

    private static final String QEMU = "qemu-system-x86_64";
    private static final int REQUESTS = 500;
    private static final int ROUNDS = 3;

    /** Milliseconds until an answer that does not come is a failure. */
    private static final int SILENCE = 60_000;

    private static final Path FOLDER = CommandRun.STATE.resolve("instructions");
    private static final Path COUNT = FOLDER.resolve("count");
    private static final byte[] QUESTION =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static boolean isCountable() throws Exception {
        return RunsAs.isInstalled("gcc")
                && RunsAs.isInstalled(QEMU)
                && CommandRun.runProgram(List.of(QEMU, "--version")).output().contains("version 7.2");
    }

    /** A QEMU that counts stands before the real one. */
    @BeforeAll
    static void prepare() throws Exception {
        Files.createDirectories(FOLDER);
        Path plugin = FOLDER.resolve("instructions.so");
        Path source = Path.of("../../benchmarks/plugin/instructions.c");
        CommandRun.runProgram(List.of("gcc", "-O2", "-shared", "-fPIC", "-o", plugin.toString(), source.toString()))
                .mustSucceed();
        Path real = HostPrograms.find(System.getenv("PATH"), QEMU).orElseThrow();
        Path counting = FOLDER.resolve(QEMU);
        Files.writeString(counting, """
                #!/bin/sh
                case " $* " in
                  *" -kernel "*) exec %1$s "$@" -icount shift=3 -plugin "%2$s,count=%3$s" ;;
                  *) exec %1$s "$@" ;;
                esac
                """.formatted(real, plugin, COUNT));
        assertThat(counting.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void fromPowerOnToExit() throws Exception {
        String image = Fixtures.example("hello");
        CommandRun.run(counted(), "run", image, "--as", RunsAs.VM, "--accel", "tcg")
                .mustSucceed();
        compare("hello to its exit", count(), HELLO_TO_EXIT);
    }

    @Test
    void toTheFirstAnswerAndForEachRequest() throws Exception {
        String image = Fixtures.example("hello-http");
        int port = Fixtures.freePort();
        try (CommandRun server =
                CommandRun.start(counted(), "run", image, "--as", RunsAs.VM, "--accel", "tcg", "-p", port + ":8080")) {
            server.awaitOutput("Listening on port 8080");
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(SILENCE);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                ask(socket, in, 1);
                compare("hello-http to its first answer", count(), HELLO_HTTP_TO_FIRST_ANSWER);
                long least = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) {
                    long before = count();
                    ask(socket, in, REQUESTS);
                    least = Math.min(least, (count() - before) / REQUESTS);
                }
                compare("a request to hello-http", least, REQUEST);
            }
            server.signal("INT");
            server.await();
        }
    }

    private static void ask(Socket socket, DataInputStream in, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            socket.getOutputStream().write(QUESTION);
            int length = 0;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                    length = Integer.parseInt(line.substring("content-length: ".length()));
                }
            }
            assertThat(new String(in.readNBytes(length), StandardCharsets.UTF_8))
                    .contains("Hello");
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    private static void compare(String what, long counted, long expected) {
        System.out.printf("instructions: %s: %,d, expected %,d%n", what, counted, expected);
        assertThat((double) counted)
                .as("instructions of " + what)
                .isBetween(expected * (1 - SLACK), expected * (1 + SLACK));
    }

    private static long count() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(COUNT))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    private static Map<String, String> counted() {
        return Map.of("PATH", FOLDER + ":" + System.getenv("PATH"));
    }
}
