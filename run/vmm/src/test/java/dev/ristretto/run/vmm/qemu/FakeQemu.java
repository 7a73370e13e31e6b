package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.abi.Counters;
import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounterBlock;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.run.vmm.BootableFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that answers like {@code qemu-system-x86_64} and does what the lines of its "kernel" file say, one step
 * each: {@code print}, {@code append} (prints the kernel command line), {@code parameters} (prints the
 * file that it has loaded for the guest), {@code echo} (a line of input), {@code report},
 * {@code error}, {@code reset}, {@code await-power-button}, {@code hang}, {@code exit N}. A first line {@code refuse}
 * ends it before it accepts commands.
 */
final class FakeQemu {

    private static final int GIVE_UP_SECONDS = 60;

    /** By physical address. */
    private static final Map<Long, ByteBuffer> MEMORY = Map.of(
            0x1000L, words(Counters.MAGIC, 80_000_000, 3, 180, 2, 120),
            0x2000L, words(Counters.MAGIC, -1, 3, 180, 2, 120),
            0x5000L, network(0),
            0x6000L, words(),
            0x7000L, network(2),
            0x8000L, network(NetworkCounter.values().length + 20),
            0x9000L, network(0).putLong(NetworkCounterBlock.offset(NetworkCounter.UDP_NO_PORT), -1),
            0xa000L, network(-1));

    private FakeQemu() {}

    /** Makes a folder that holds an executable of QEMU's name, to be put on the search path. */
    static Path install(Path folder) throws IOException {
        Path program = folder.resolve(QemuProgram.NAME);
        String script = """
                #!/bin/sh
                if [ "$1" = --version ]; then echo "QEMU emulator version 7.2.22 (fake)"; exit 0; fi
                exec '%s' -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+SuppressFatalErrorMessage -cp '%s' %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        FakeQemu.class.getName());
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        List<String> steps = BootableFile.lines(Path.of(valueAfter(options, "-kernel")));
        if (steps.getFirst().equals("refuse")) {
            System.err.println("qemu-system-x86_64: -netdev user: Could not set up host forwarding rule");
            System.exit(1);
        }
        String parameters = Files.readString(Path.of(valueAfter(options, "-initrd")));
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch powerButton = new CountDownLatch(1);
        boolean detached = options.stream().anyMatch(option -> option.startsWith("socket,id=control,server=on"));
        OutputStream report;
        PrintStream answers = System.err;
        if (detached) {
            System.setOut(console(path(options, "file,id=console,append=on,path=")));
            report = Files.newOutputStream(Path.of(path(options, "file,id=report,path=")));
            serve(path(options, "socket,id=control,server=on,wait=off,path="), ready, powerButton);
        } else {
            SocketChannel control = connect(options, "control");
            report = Channels.newOutputStream(connect(options, "report"));
            answers = new PrintStream(Channels.newOutputStream(control), true, StandardCharsets.UTF_8);
            PrintStream words = answers;
            Thread.ofPlatform().daemon().start(() -> converse(control, words, ready, powerButton));
        }
        if (!ready.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
            System.exit(98);
        }
        for (String step : steps) {
            String[] words = step.split(" ", 2);
            switch (words[0]) {
                case "print" -> System.out.println(words[1]);
                case "append" -> System.out.println(valueAfter(options, "-append"));
                case "parameters" -> System.out.println(parameters);
                case "echo" ->
                    System.out.println(
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
                case "report" -> report.write((words[1] + "\n").getBytes(StandardCharsets.US_ASCII));
                case "error" -> System.err.println(words[1]);
                case "reset" ->
                    answers.println("{\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\"guest-reset\"}}");
                case "await-power-button" -> {
                    if (!powerButton.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
                        System.exit(99);
                    }
                }
                case "hang" -> TimeUnit.SECONDS.sleep(GIVE_UP_SECONDS);
                case "exit" -> System.exit(Integer.parseInt(words[1]));
                default -> throw new IllegalArgumentException(step);
            }
        }
    }

    private static void converse(
            SocketChannel control, PrintStream answers, CountDownLatch ready, CountDownLatch powerButton) {
        answers.println(
                "{\"QMP\":{\"version\":{\"qemu\":{\"major\":7,\"minor\":2,\"micro\":22}},\"capabilities\":[]}}");
        try {
            BufferedReader lines = new BufferedReader(Channels.newReader(control, StandardCharsets.UTF_8));
            String line;
            while ((line = lines.readLine()) != null) {
                JsonNode command = new ObjectMapper().readTree(line);
                long identifier = command.path("id").asLong();
                switch (command.path("execute").asText()) {
                    case "qmp_capabilities" -> {
                        answers.println("{\"return\":{},\"id\":" + identifier + "}");
                        ready.countDown();
                    }
                    case "query-status" ->
                        answers.println(
                                "{\"return\":{\"status\":\"running\",\"running\":true},\"id\":" + identifier + "}");
                    case "chardev-change" -> {
                        System.setOut(console(
                                command.at("/arguments/backend/data/out").asText()));
                        answers.println("{\"return\":{},\"id\":" + identifier + "}");
                    }
                    case "human-monitor-command" ->
                        answers.println("{\"return\":\""
                                + examine(command.at("/arguments/command-line").asText()) + "\",\"id\":" + identifier
                                + "}");
                    case "system_powerdown" -> {
                        answers.println("{\"return\":{},\"id\":" + identifier + "}");
                        powerButton.countDown();
                    }
                    default ->
                        answers.println("{\"error\":{\"class\":\"CommandNotFound\",\"desc\":\"unknown\"},\"id\":"
                                + identifier + "}");
                }
            }
        } catch (IOException e) {
            // Another client may come, if there is a server.
        }
    }

    /** The guest's memory, as the monitor shows it. */
    private static String examine(String command) {
        String[] words = command.split("[ /]+|gx 0x");
        ByteBuffer memory = MEMORY.get(Long.parseLong(words[2], 16));
        if (memory == null) {
            return "Cannot access memory\\r\\n";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            text.append(i % 2 == 0 ? "%016x:".formatted(Long.parseLong(words[2], 16) + 8 * i) : "");
            text.append(" 0x%016x".formatted(memory.getLong(8 * i)));
            text.append(i % 2 == 1 ? "\\r\\n" : "");
        }
        return text.append("\\r\\n").toString();
    }

    private static ByteBuffer words(long... words) {
        ByteBuffer memory = ByteBuffer.allocate(NetworkCounterBlock.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        memory.asLongBuffer().put(words);
        return memory;
    }

    /** The block that a network stack has written; {@code known} of its counters, if that is not 0. */
    private static ByteBuffer network(long known) {
        ByteBuffer memory = words();
        NetworkCounters counters = new NetworkCounters(memory);
        for (NetworkCounter counter : NetworkCounter.values()) {
            counters.add(counter, 1000 + counter.ordinal());
        }
        if (known != 0) {
            memory.putLong(NetworkCounterBlock.COUNT, known);
        }
        return memory;
    }

    /** One client after another. */
    private static void serve(String path, CountDownLatch ready, CountDownLatch powerButton) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    converse(
                            client,
                            new PrintStream(Channels.newOutputStream(client), true, StandardCharsets.UTF_8),
                            ready,
                            powerButton);
                } catch (IOException e) {
                    System.exit(97);
                }
            }
        });
    }

    private static PrintStream console(String path) throws IOException {
        return new PrintStream(
                Files.newOutputStream(Path.of(path), StandardOpenOption.CREATE, StandardOpenOption.APPEND), true);
    }

    private static SocketChannel connect(List<String> options, String identifier) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path(options, "socket,id=" + identifier + ",path=")));
    }

    private static String path(List<String> options, String prefix) {
        return options.stream()
                .filter(option -> option.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    private static String valueAfter(List<String> options, String option) {
        return options.get(options.indexOf(option) + 1);
    }
}
