package dev.ristretto.build.builder;

import com.oracle.svm.core.util.ExitStatus;
import com.oracle.svm.core.util.InterruptImageBuilding;
import com.oracle.svm.core.util.UserError;
import com.oracle.svm.hosted.ImageClassLoader;
import com.oracle.svm.hosted.NativeImageGeneratorRunner;
import com.oracle.svm.hosted.NativeImageSystemIOWrappers;
import com.oracle.svm.util.LogUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * An image builder that stays: it compiles one program after the other in one JVM, whose own compiler gets better at it
 * each time. It waits at a Unix socket that only its user can reach.
 *
 * <p>A client connects and writes a line, the path of a folder with the files {@code image-arguments} (what the image
 * builder is given, each ended by a NUL) and {@code properties} (system properties for this build, as
 * {@link Properties} reads them). It is sent the builder's output, a NUL and the exit status in decimal. A client that
 * is sent nothing has come while another is served. One that hangs up during its build ends the process, since a build
 * cannot be stopped otherwise.
 *
 * <p>It ends when nobody has come for a time, when its socket is removed, when the machine's memory gets short, and
 * after a build that has left something behind: a thread, or more memory than the next build could do without.
 */
public final class WarmBuilder {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long LEAST_AVAILABLE_KIB = 1 << 20;
    /** For how long a client waits that comes just as another leaves. */
    private static final long TURN_SECONDS = 10;

    private final Path socket;
    private final ServerSocketChannel server;
    private final SynchronousQueue<SocketChannel> clients = new SynchronousQueue<>();
    private volatile boolean building;

    private WarmBuilder(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    /**
     * Builds for whoever comes.
     *
     * @param arguments path of the socket to make, and after how many seconds without a client to end
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path socket = Path.of(arguments[0]);
        long patience = Long.parseLong(arguments[1]);
        KernelLinkage.open();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            System.out.println("ready");
            new WarmBuilder(socket, server).serve(patience);
        }
        // What a build has left behind is not waited for.
        Runtime.getRuntime().halt(0);
    }

    private void serve(long patience) throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("clients").start(this::accept);
        String end = "nobody has come for " + patience + " s";
        for (long idle = 0; idle < patience; idle++) {
            SocketChannel client = clients.poll(1, TimeUnit.SECONDS);
            Optional<String> obstacle = client == null ? obstacle() : serve(client);
            if (obstacle.isPresent()) {
                end = obstacle.get();
                break;
            }
            idle = client == null ? idle : 0;
        }
        System.err.println(Instant.now() + " the end: " + end);
        Files.deleteIfExists(socket);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (building || !clients.offer(client, TURN_SECONDS, TimeUnit.SECONDS)) {
                    client.close();
                }
            }
        } catch (IOException | InterruptedException e) {
            // The end: main closes the socket.
        }
    }

    private Optional<String> obstacle() throws IOException {
        if (!Files.exists(socket)) {
            return Optional.of(socket + " is gone");
        }
        return enoughMemory() ? Optional.empty() : Optional.of("the machine's memory gets short");
    }

    /** Serves a client; why no other can be served after it, if that is so. */
    private Optional<String> serve(SocketChannel client) {
        HostState state = new HostState();
        SingleBuild build = new SingleBuild();
        building = true;
        try (client) {
            BufferedReader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
            String folder = reader.readLine();
            if (folder == null) {
                return Optional.empty();
            }
            Thread.ofPlatform().daemon().name("hang-up").start(() -> endWith(reader));
            OutputStream out = Channels.newOutputStream(client);
            int status = build.run(Path.of(folder), new PrintStream(out, false, StandardCharsets.UTF_8));
            building = false;
            out.write(("\0" + status).getBytes(StandardCharsets.US_ASCII));
            // A failure may have left anything behind, and may come from what another build has.
            return status == ExitStatus.OK.getValue()
                    ? state.restore(build.loader).map(left -> "the build has left something: " + left)
                    : Optional.of("the build has failed");
        } catch (IOException e) {
            return Optional.of("the client or its files are gone: " + e.getMessage());
        } finally {
            building = false;
        }
    }

    private void endWith(Reader reader) {
        try {
            reader.read();
        } catch (IOException e) {
            // The same as its end.
        }
        if (building) {
            Runtime.getRuntime().halt(ExitStatus.BUILDER_INTERRUPT_WITHOUT_REASON.getValue());
        }
    }

    private static boolean enoughMemory() throws IOException {
        return Files.readAllLines(MEMORY).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .allMatch(available -> available > LEAST_AVAILABLE_KIB);
    }

    /** One run of the image builder; as its superclass starts one, but without ending the JVM. */
    private static final class SingleBuild extends NativeImageGeneratorRunner {
        private ClassLoader loader = ClassLoader.getPlatformClassLoader();

        int run(Path folder, PrintStream out) throws IOException {
            try (Reader properties = Files.newBufferedReader(folder.resolve("properties"))) {
                System.getProperties().load(properties);
            }
            NativeImageSystemIOWrappers output = NativeImageSystemIOWrappers.singleton();
            PrintStream oldOut = output.getOut();
            PrintStream oldErr = output.getErr();
            output.setOut(out);
            output.setErr(out);
            try {
                return run(List.of("--image-args-file=" + folder.resolve("image-arguments")));
            } finally {
                out.flush();
                output.setOut(oldOut);
                output.setErr(oldErr);
            }
        }

        private int run(List<String> arguments) {
            List<String> rest = extractDriverArguments(new ArrayList<>(arguments));
            String[] classPath = extractImagePathEntries(rest, "-imagecp");
            String[] modulePath = extractImagePathEntries(rest, "-imagemp");
            ClassLoader old = Thread.currentThread().getContextClassLoader();
            try {
                ImageClassLoader image = installNativeImageClassLoader(classPath, modulePath, rest);
                loader = Thread.currentThread().getContextClassLoader();
                List<String> unknown = image.classLoaderSupport.getRemainingArguments();
                if (!unknown.isEmpty()) {
                    throw UserError.abort("Unknown options: %s", String.join(" ", unknown));
                }
                return build(image);
            } catch (UserError.UserException e) {
                reportUserError(e.getMessage());
                return ExitStatus.BUILDER_ERROR.getValue();
            } catch (InterruptImageBuilding e) {
                e.getReason().ifPresent(LogUtils::info);
                return e.getExitStatus().orElse(ExitStatus.OK).getValue();
            } catch (Throwable e) {
                reportFatalError(e);
                return ExitStatus.BUILDER_ERROR.getValue();
            } finally {
                uninstallNativeImageClassLoader();
                Thread.currentThread().setContextClassLoader(old);
            }
        }
    }
}
