package dev.ristretto.run.vmm.process;

import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that connects where the variable RISTRETTO says and then does what the lines of its argument say: {@code
 * print}, {@code echo} (a line of input), {@code environment}, {@code report}, {@code await-signal}, {@code hang},
 * {@code exit N}, {@code folder} (asks who serves a folder what it speaks). A line {@code network} has it wait for a
 * network that never comes.
 */
final class FakeKernel {

    private FakeKernel() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].startsWith("network")) {
            new CountDownLatch(1).await();
        }
        String line = System.getenv("RISTRETTO");
        Optional<SocketChannel> folder = connect("share", line);
        PrintStream report = report(line);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String step : arguments[0].lines().toList()) {
            String[] words = step.split(" ", 2);
            switch (words[0]) {
                case "print" -> System.out.println(words[1]);
                case "echo" -> System.out.println(input.readLine());
                case "environment" -> System.out.print(environment());
                case "report" -> report.print(words[1] + "\n");
                case "await-signal" ->
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> report.print("exit=143\n")));
                case "hang" -> new CountDownLatch(1).await();
                case "folder" -> System.out.println(dialect(folder.orElseThrow()));
                case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
                default -> throw new IllegalArgumentException(step);
            }
        }
    }

    /** A detached process has none. */
    private static PrintStream report(String line) throws IOException {
        OutputStream stream =
                connect("report", line).map(Channels::newOutputStream).orElseGet(OutputStream::nullOutputStream);
        return new PrintStream(stream, true, StandardCharsets.US_ASCII);
    }

    private static Optional<SocketChannel> connect(String token, String line) throws IOException {
        Matcher path = Pattern.compile("\\b" + token + "=(\\S+)").matcher(line);
        return path.find()
                ? Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(path.group(1))))
                : Optional.empty();
    }

    /** Says what it speaks, and is told what the server does. */
    private static String dialect(SocketChannel folder) throws IOException {
        NinePWriter request = new NinePWriter(100);
        request.begin(NinePMessage.VERSION, NinePMessage.NO_TAG)
                .u32(NinePMessage.SMALLEST)
                .string(NinePMessage.DIALECT);
        int unused = folder.write(request.end());
        ByteBuffer reply = ByteBuffer.allocate(request.end().limit());
        while (reply.hasRemaining() && folder.read(reply) >= 0) {}
        NinePReader reader = new NinePReader(reply.array(), reply.limit());
        return reader.u8() + " " + reader.u16() + " " + reader.u32() + " " + reader.text();
    }

    /** As Linux knows it; the shell and the JVM add variables of their own behind it. */
    private static String environment() throws Exception {
        String all = Files.readString(Path.of("/proc/self/environ"));
        return String.join(
                "\n",
                all.lines()
                        .flatMap(text -> java.util.Arrays.stream(text.split("\0")))
                        .filter(variable -> !variable.startsWith("PWD=") && !variable.startsWith("_="))
                        .toList());
    }
}
